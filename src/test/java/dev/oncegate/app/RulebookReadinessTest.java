package dev.oncegate.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oncegate.rules.RulebookStatus;
import dev.oncegate.rules.RulebookStatus.Source;
import dev.oncegate.rules.RulebookStatus.Trouble;
import java.util.List;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RulebookReadinessTest {
  private static final List<Trouble> TWO_AT_A_CELL =
      List.of(new Trouble("x!y!A1", "no row answers a"), new Trouble("x!y!A1", "nor b"));

  private static HealthCheckResponse of(@Nullable String hash, List<Trouble> troubles) {
    var status = new RulebookStatus(hash, Source.DIRECTORY, troubles);
    return new RulebookReadiness(() -> status).call();
  }

  @Test
  void degradedIsUpAndSaysEveryProblem() {
    HealthCheckResponse response = of("5d41", TWO_AT_A_CELL);

    assertThat(response.getStatus()).isEqualTo(HealthCheckResponse.Status.UP);
    assertThat(response.getData().orElseThrow())
        .containsEntry("rulebook", "5d41")
        .containsEntry("state", "degraded")
        .containsEntry("x!y!A1", "no row answers a; nor b");
  }

  @Test
  void withoutARulebookItIsDown() {
    HealthCheckResponse response = of(null, TWO_AT_A_CELL);

    assertThat(response.getStatus()).isEqualTo(HealthCheckResponse.Status.DOWN);
    assertThat(response.getData().orElseThrow()).containsEntry("state", "none");
  }
}
