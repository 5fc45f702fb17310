package dev.oncegate.rest;

import dev.oncegate.security.RoleName;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.smallrye.health.SmallRyeHealth;
import io.smallrye.health.SmallRyeHealthReporter;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;

/** Tells those who are no viewers whether the service works, and nothing of why it does not. */
class HealthForProbes {
  private static final String PATH = "/q/health";
  // Behind those that say who somebody is and whether he may come in.
  private static final int PRIORITY = 10;

  private final SmallRyeHealthReporter health;

  HealthForProbes(SmallRyeHealthReporter health) {
    this.health = health;
  }

  void register(@Observes Filters filters) {
    filters.register(this::answer, PRIORITY);
  }

  private void answer(RoutingContext request) {
    String path = request.normalizedPath();
    if (!path.startsWith(PATH) || isViewer(request)) {
      request.next();
      return;
    }
    Uni<SmallRyeHealth> asked =
        switch (path.substring(PATH.length())) {
          case "/live" -> health.getLivenessAsync();
          case "/ready" -> health.getReadinessAsync();
          case "/started" -> health.getStartupAsync();
          default -> health.getHealthAsync();
        };
    Context context = Vertx.currentContext();
    asked
        .subscribe()
        .with(
            found -> context.runOnContext(_ -> end(request, found)),
            failure -> context.runOnContext(_ -> request.fail(failure)));
  }

  private static boolean isViewer(RoutingContext request) {
    return request.user() instanceof QuarkusHttpUser user
        && user.getSecurityIdentity().hasRole(RoleName.VIEWER);
  }

  private static void end(RoutingContext request, SmallRyeHealth found) {
    request
        .response()
        .setStatusCode(found.isDown() ? 503 : 200)
        .putHeader("Content-Type", "application/json")
        .end(new JsonObject().put("status", found.isDown() ? "DOWN" : "UP").encode());
  }
}
