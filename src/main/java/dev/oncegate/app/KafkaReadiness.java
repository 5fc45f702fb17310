package dev.oncegate.app;

import dev.oncegate.kafka.LaneState;
import dev.oncegate.kafka.Lanes;
import dev.oncegate.kafka.TopicAdmin;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import org.apache.kafka.common.KafkaException;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready while Kafka answers. Lanes without work do not notice that it is away, because a consumer
 * only ever says that there is nothing new. A process without lanes needs no Kafka.
 */
@Readiness
@ApplicationScoped
final class KafkaReadiness implements HealthCheck {
  private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(3);

  private final Lanes lanes;
  private final TopicAdmin book;

  @Inject
  KafkaReadiness(Lanes lanes, TopicAdmin book) {
    this.lanes = lanes;
    this.book = book;
  }

  @Override
  public HealthCheckResponse call() {
    if (lanes.all().isEmpty()) {
      return HealthCheckResponse.up("Kafka");
    }
    if (lanes.all().stream().anyMatch(lane -> lane.state() instanceof LaneState.Starting)) {
      // Who asks again and again would have Kafka answer him, and not them.
      return down("not all lanes have reached it yet");
    }
    try {
      book.ping(ANSWERS_WITHIN);
      return HealthCheckResponse.up("Kafka");
    } catch (KafkaException e) {
      return down(String.valueOf(e.getMessage()));
    }
  }

  private static HealthCheckResponse down(String why) {
    return HealthCheckResponse.named("Kafka").down().withData("why", why).build();
  }
}
