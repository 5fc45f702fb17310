package dev.oncegate.rest;

import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.ws.rs.core.Response;

/** Responses a path below {@code /api} that no resource has, which no exception mapper sees. */
class NotFoundHandler {
  private final RoutedProblems problems;

  NotFoundHandler(RoutedProblems problems) {
    this.problems = problems;
  }

  void register(@Observes Router router) {
    // Behind all other routes.
    router.route("/api/*").order(Integer.MAX_VALUE).handler(this::answer);
  }

  @SuppressWarnings("FutureReturnValueIgnored") // Whom it does not reach is gone.
  private void answer(RoutingContext request) {
    problems.answer(
        request.response(),
        Problem.of(Response.Status.NOT_FOUND, "there is nothing at " + request.normalizedPath()));
  }
}
