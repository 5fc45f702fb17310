package dev.oncegate.bench;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Whoever sends updates to the sync stage, keyed by profile. */
final class Feed implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final long LOOKS_NANOS = Duration.ofMillis(1).toNanos();

  private final String topic;
  private final KafkaProducer<byte[], byte[]> producer;
  private volatile @Nullable Exception failure;

  /**
   * A feed into a topic.
   *
   * @param linger how long an update may wait for others to go with it, in milliseconds
   */
  Feed(String bootstrapServers, String topic, int linger) {
    this.topic = topic;
    this.producer =
        new KafkaProducer<>(
            Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "linger.ms",
                Integer.toString(linger),
                // On a busy machine a broker may be away for long; updates are not given up for
                // that.
                "delivery.timeout.ms",
                Long.toString(PATIENCE.toMillis()),
                "batch.size",
                Integer.toString(1 << 17)),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  void send(Workload.Update update) {
    // The callback hears of a failure.
    Future<RecordMetadata> _ =
        producer.send(
            new ProducerRecord<>(topic, update.key(), update.value()),
            (_, problem) -> {
              if (problem != null) {
                failure = problem;
              }
            });
  }

  /**
   * Sends updates at a steady rate, each when it is due, however late those before it were.
   *
   * @param begin when the first is due, as {@code System.nanoTime} counts
   */
  void sendSteadily(Workload updates, long begin, long count, double perSecond) {
    for (long sent = 0; sent < count; ) {
      long now = System.nanoTime();
      for (; sent < count && due(begin, sent, perSecond) - now <= 0; sent++) {
        send(updates.next());
      }
      LockSupport.parkNanos(LOOKS_NANOS);
    }
    flush();
  }

  /** When an update of a steady feed is due. */
  static long due(long begin, long number, double perSecond) {
    return begin + (long) (number * 1e9 / perSecond);
  }

  /** Waits until the broker has confirmed all. */
  void flush() {
    producer.flush();
    if (failure != null) {
      throw new IllegalStateException("the updates cannot be fed", failure);
    }
  }

  @Override
  public void close() {
    producer.close(Duration.ofSeconds(5));
  }
}
