package dev.oncegate.app;

import dev.oncegate.rules.RulebookStatus;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.function.Supplier;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * Up while a rulebook is in force, though degraded while a newer one is refused; down while there
 * is none.
 */
@Readiness
@ApplicationScoped
final class RulebookReadiness implements HealthCheck {
  private final Supplier<RulebookStatus> status;

  @Inject
  RulebookReadiness(Supplier<RulebookStatus> status) {
    this.status = status;
  }

  @Override
  public HealthCheckResponse call() {
    RulebookStatus now = status.get();
    HealthCheckResponseBuilder response =
        HealthCheckResponse.named("rulebook")
            .status(now.hash() != null)
            .withData("source", now.source().name().toLowerCase(Locale.ROOT))
            .withData("state", now.state());
    if (now.hash() != null) {
      response.withData("rulebook", now.hash());
    }
    var sentences = new LinkedHashMap<String, String>();
    for (RulebookStatus.Trouble trouble : now.problems()) {
      // A cell can have more than one, as the place of two missing rows.
      sentences.merge(trouble.address(), trouble.sentence(), (a, b) -> a + "; " + b);
    }
    for (RulebookStatus.Trouble warning : now.warnings()) {
      String sentence = "warning: " + warning.sentence();
      sentences.merge(warning.address(), sentence, (a, b) -> a + "; " + b);
    }
    sentences.forEach(response::withData);
    return response.build();
  }
}
