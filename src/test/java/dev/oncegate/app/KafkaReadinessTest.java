package dev.oncegate.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oncegate.kafka.LaneMeters;
import dev.oncegate.kafka.LaneSettings;
import dev.oncegate.kafka.Lanes;
import dev.oncegate.kafka.TopicAdmin;
import dev.oncegate.pipeline.IdentifyStage;
import dev.oncegate.pipeline.Stage;
import dev.oncegate.pipeline.StageMeters;
import dev.oncegate.pipeline.StepProbe;
import dev.oncegate.pipeline.TopicNames;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.junit.jupiter.api.Test;

class KafkaReadinessTest {
  // A port that nobody may listen on without being root, and nobody does.
  private static final Map<String, Object> NOBODY = Map.of("bootstrap.servers", "127.0.0.1:1");

  private static HealthCheckResponse withLanes(int count) {
    var topics =
        new TopicNames(
            "compute", "identified", "slow", "events", "log", "parked", "handled", "published");
    try (var book = new TopicAdmin(NOBODY, topics, 1, 1_000_000)) {
      var lanes = new Lanes(book, new LaneMeters(new SimpleMeterRegistry()), StepProbe.NONE);
      Duration second = Duration.ofSeconds(1);
      var settings =
          new LaneSettings(
              NOBODY, "test", false, Stage.IDENTIFY, "compute", 1, 1000, 1_000_000, second, second);
      lanes.add(
          count,
          settings,
          () ->
              new IdentifyStage(_ -> List.of(), book, new StageMeters(new SimpleMeterRegistry())));
      return new KafkaReadiness(lanes, book).call();
    }
  }

  @Test
  void whileLanesAreStartingTheySayWhetherKafkaAnswersAndItIsNotAskedBesides() {
    HealthCheckResponse response = withLanes(1);

    assertThat(response.getStatus()).isEqualTo(HealthCheckResponse.Status.DOWN);
    assertThat(response.getData().orElseThrow())
        .containsEntry("why", "not all lanes have reached it yet");
  }

  @Test
  void aProcessWithoutLanesNeedsNoKafka() {
    assertThat(withLanes(0).getStatus()).isEqualTo(HealthCheckResponse.Status.UP);
  }
}
