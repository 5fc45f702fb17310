package dev.oncegate.app;

import dev.oncegate.kafka.Lane;
import dev.oncegate.kafka.LaneState;
import dev.oncegate.kafka.Lanes;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready while every lane runs. A lane that stalls says why; it goes on by itself, so that liveness
 * does not heed it: to start the process again would not bring a broker or a database back.
 */
@Readiness
@ApplicationScoped
final class LanesReadiness implements HealthCheck {
  private final Lanes lanes;

  @Inject
  LanesReadiness(Lanes lanes) {
    this.lanes = lanes;
  }

  @Override
  public HealthCheckResponse call() {
    HealthCheckResponseBuilder response = HealthCheckResponse.named("lanes");
    boolean up = true;
    for (Lane lane : lanes.all()) {
      LaneState state = lane.state();
      up &= state instanceof LaneState.Running;
      String failed = lane.lastFailed();
      if (failed != null) {
        response.withData(lane.name() + " parked", failed);
      }
      response.withData(
          lane.name(),
          switch (state) {
            case LaneState.Stalled(String why) -> state.word() + ": " + why;
            case LaneState.Starting _, LaneState.Running _, LaneState.Stopped _ -> state.word();
          });
    }
    return response.status(up).build();
  }
}
