package dev.oncegate.wiring;

import dev.oncegate.kafka.Lanes;
import dev.oncegate.kafka.TopicBook;
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
  private final TopicBook book;

  @Inject
  KafkaReadiness(Lanes lanes, TopicBook book) {
    this.lanes = lanes;
    this.book = book;
  }

  @Override
  public HealthCheckResponse call() {
    if (lanes.all().isEmpty()) {
      return HealthCheckResponse.up("Kafka");
    }
    try {
      book.ping(ANSWERS_WITHIN);
      return HealthCheckResponse.up("Kafka");
    } catch (KafkaException e) {
      return HealthCheckResponse.named("Kafka")
          .down()
          .withData("why", String.valueOf(e.getMessage()))
          .build();
    }
  }
}
