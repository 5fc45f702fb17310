package dev.oncegate.app;

import dev.oncegate.rollout.ComparatorResults;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Always up, since nothing waits for the comparator; says what it found, and what it let go. */
@Readiness
@ApplicationScoped
final class ComparatorReadiness implements HealthCheck {
  private final ComparatorResults results;

  @Inject
  ComparatorReadiness(ComparatorResults results) {
    this.results = results;
  }

  @Override
  public HealthCheckResponse call() {
    ComparatorResults.Totals totals = results.totals();
    return HealthCheckResponse.named("comparator")
        .up()
        .withData("same", totals.same())
        .withData("different", totals.different())
        .withData("shed", totals.shed())
        .withData("failed", totals.failed())
        .build();
  }
}
