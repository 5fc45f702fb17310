package dev.oncegate.crash;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * A {@code read_committed} reader that looks on all the while, as a receiver of events would, and
 * tells how far the service has come.
 */
final class Onlooker implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration CATCHES_UP_WITHIN = Duration.ofSeconds(15);
  private static final long TOPICS_AGAIN_NANOS = Duration.ofSeconds(5).toNanos();

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Map<String, Integer> firstPosition = new HashMap<>();
  private final int[] outstanding;
  private final long[] throughAt;
  private final History history = new History();
  private final BitSet through = new BitSet();
  private final Thread thread = new Thread(this::run, "onlooker");
  private volatile boolean stopping;
  private volatile @Nullable RuntimeException failure;
  private int decided;
  private int watermark;

  /** A reader that has not begun. */
  Onlooker(String bootstrapServers, List<Update> updates) {
    this.consumer = Topics.reader(bootstrapServers, "read_committed");
    this.outstanding = new int[updates.size()];
    this.throughAt = new long[updates.size()];
    for (int position = 0; position < updates.size(); position++) {
      Update update = updates.get(position);
      if (firstPosition.putIfAbsent(update.messageId(), position) == null) {
        outstanding[position] = answersTo(update);
      } else {
        // A repeat does not hold up the count.
        through.set(position);
      }
    }
  }

  /** How many entries of the decision log and of the parked topic an update leads to. */
  private static int answersTo(Update update) {
    if (update.why() == Update.Why.POISON) {
      return 1;
    }
    return update.computation().targets().size() + (update.why() == Update.Why.UNKNOWN ? 1 : 0);
  }

  void start() {
    thread.start();
  }

  private void run() {
    try (consumer) {
      long nextLook = System.nanoTime();
      while (!stopping) {
        try {
          if (System.nanoTime() - nextLook >= 0) {
            assign();
            nextLook = System.nanoTime() + TOPICS_AGAIN_NANOS;
          }
          for (ConsumerRecord<byte[], byte[]> message : consumer.poll(POLL)) {
            take(message);
          }
        } catch (KafkaException _) {
          // The broker is stopped and started under the reader; it goes on where it was.
        }
      }
    } catch (RuntimeException e) {
      failure = e;
    }
  }

  private void assign() {
    List<TopicPartition> found = new ArrayList<>(Topics.partitions(consumer, History::isRead));
    found.addAll(consumer.assignment());
    consumer.assign(found.stream().distinct().toList());
  }

  private synchronized void take(ConsumerRecord<byte[], byte[]> message) {
    String messageId = history.add(message);
    if (message.topic().startsWith(History.EVENTS)) {
      return;
    }
    decided++;
    Integer position = firstPosition.get(messageId);
    if (position != null && --outstanding[position] == 0) {
      through.set(position);
      int next = through.nextClearBit(watermark);
      Arrays.fill(throughAt, watermark, Math.min(next, throughAt.length), System.nanoTime());
      watermark = next;
    }
  }

  /** How many updates, in the order in which they were fed, are through without a gap. */
  synchronized int watermark() {
    if (failure != null) {
      throw new IllegalStateException("the onlooker cannot go on", failure);
    }
    return watermark;
  }

  /** When as many updates as this were through, as {@code System.nanoTime} counts. */
  synchronized long throughAt(int updates) {
    return updates == 0 ? 0 : throughAt[updates - 1];
  }

  /** How many entries the decision log and the parked topic have. */
  synchronized int decided() {
    return decided;
  }

  /** Gives it the time to come to the same end as a reader who began later, and ends it. */
  void awaitEnd(History other) {
    long limit = System.nanoTime() + CATCHES_UP_WITHIN.toNanos();
    while (System.nanoTime() < limit && !hasSeenAsMuchAs(other)) {
      LockSupport.parkNanos(POLL.toNanos());
    }
    close();
  }

  private synchronized boolean hasSeenAsMuchAs(History other) {
    return history.sends().size() >= other.sends().size()
        && history.decisions().size() >= other.decisions().size();
  }

  /** What it saw; to be asked for when it has ended. */
  History history() {
    return history;
  }

  @Override
  public void close() {
    stopping = true;
    try {
      thread.join(Duration.ofSeconds(30));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
