package dev.oncegate.crash;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/**
 * The compute engine: sends the updates in their order, at a steady rate, up to a position that
 * moves on as the faults do. So a fault always finds the service at work.
 */
final class Feed implements AutoCloseable {
  static final String TOPIC = "compute-output";

  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final List<Update> updates;
  private final long nanosBetween;
  private final KafkaProducer<String, String> producer;
  private final Thread thread = new Thread(this::run, "feed");
  private volatile int limit;
  private volatile int fed;
  private volatile boolean stopping;
  private volatile @Nullable Exception failure;

  Feed(String bootstrapServers, List<Update> updates, int perSecond) {
    this.updates = updates;
    this.nanosBetween = Duration.ofSeconds(1).toNanos() / perSecond;
    this.producer =
        new KafkaProducer<>(
            Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "linger.ms",
                "5",
                // The engine does not give up; a stopped broker is waited for, with the order kept.
                "delivery.timeout.ms",
                Long.toString(PATIENCE.toMillis()),
                "max.block.ms",
                Long.toString(PATIENCE.toMillis())),
            new StringSerializer(),
            new StringSerializer());
  }

  void start() {
    thread.start();
  }

  private void run() {
    long next = System.nanoTime();
    while (!stopping && failure == null && fed < updates.size()) {
      if (fed >= limit) {
        LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        next = System.nanoTime();
        continue;
      }
      int position = fed;
      Update update = updates.get(position);
      try {
        // The callback hears of a failure.
        Future<RecordMetadata> _ =
            producer.send(
                new ProducerRecord<>(TOPIC, update.profileId(), update.json()),
                (_, problem) -> {
                  if (problem != null) {
                    failure = problem;
                  }
                });
      } catch (RuntimeException e) {
        failure = e;
        return;
      }
      fed = position + 1;
      next += nanosBetween;
      long early = next - System.nanoTime();
      if (early > 0) {
        LockSupport.parkNanos(early);
      }
    }
    producer.flush();
  }

  /** Lets it go on up to a position. */
  void upTo(int position) {
    limit = Math.min(position, updates.size());
  }

  /** How many are sent; the broker may still have to confirm the last of them. */
  int fed() {
    if (failure != null) {
      throw new IllegalStateException("the updates cannot be fed", failure);
    }
    return fed;
  }

  /** The position a few updates on, if it may go that far by now. */
  int after(int few) {
    return Math.min(fed() + few, limit);
  }

  /** Waits until the broker has confirmed all. */
  void awaitEnd() throws InterruptedException {
    thread.join();
    fed();
  }

  @Override
  public void close() {
    stopping = true;
    producer.close(Duration.ZERO);
  }
}
