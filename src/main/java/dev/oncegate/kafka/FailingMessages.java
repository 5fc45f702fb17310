package dev.oncegate.kafka;

import dev.oncegate.pipeline.ParkReason;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Finds the messages that batches fail on. A batch that failed is halved until one message is left;
 * what is before it goes through meanwhile, in order. A message that fails by itself again and
 * again is to be parked, but only beside another that passes: if all fail, it is not the message. A
 * message that failed before another passed is tried once more after it.
 */
final class FailingMessages {
  /** How often a message is tried by itself. */
  static final int TRIES = 3;

  /** How many may be parked one after the other where there is no other message to compare with. */
  static final int PARKED_UNCOMPARED = 3;

  /** If as many as this fail one after the other, it is not the messages. */
  static final int ALIKE = 100;

  private static final int NO_LIMIT = Integer.MAX_VALUE;
  // A batch that passed doubles the limit; from here on there is none.
  private static final int LARGE = 1 << 16;

  private final Map<Where, Failing> failing = new HashMap<>();
  private int limit = NO_LIMIT;
  private int tries;
  private int parkedUncompared;
  // Others pass, so that those that failed before are tried again.
  private boolean confirming;

  private record Where(String topic, int partition, long offset) {
    static Where of(ConsumerRecord<byte[], byte[]> message) {
      return new Where(message.topic(), message.partition(), message.offset());
    }
  }

  private static final class Failing {
    final ParkReason why;
    final Throwable failure;
    boolean isConfirmed;

    Failing(String sentence, Throwable failure) {
      this.why = ParkReason.failed(sentence);
      this.failure = MessageFailure.forLog(failure, sentence);
    }
  }

  /** What to do after a batch failed. */
  enum Next {
    TRY_LESS,
    TRY_AGAIN_LATER,
    ALL_FAIL
  }

  /** Why a message of the batch that was taken is parked, or null if it is tried. */
  @Nullable ParkReason whyParked(ConsumerRecord<byte[], byte[]> message) {
    Failing it = find(message);
    return it == null || (confirming && !it.isConfirmed) ? null : it.why;
  }

  /** How a message that is parked failed, without anything of what it says; null if it did not. */
  @Nullable Throwable failureOf(ConsumerRecord<byte[], byte[]> message) {
    Failing it = find(message);
    return it == null ? null : it.failure;
  }

  /** The first messages of what was polled, as many as are to be tried now. */
  List<ConsumerRecord<byte[], byte[]>> take(List<ConsumerRecord<byte[], byte[]>> polled) {
    if (failing.isEmpty()) {
      confirming = false;
      return polled.subList(0, Math.min(limit, polled.size()));
    }
    confirming &= polled.stream().anyMatch(this::isUnconfirmed);
    int most = confirming ? 1 : limit;
    int tried = 0;
    int taken = 0;
    while (taken < polled.size()) {
      if (whyParked(polled.get(taken)) == null && ++tried > most) {
        break;
      }
      taken++;
    }
    return polled.subList(0, taken);
  }

  /** Whether all of these are to be parked, so that more are needed to compare them with. */
  boolean areAll(List<ConsumerRecord<byte[], byte[]>> polled) {
    if (failing.isEmpty() || polled.isEmpty()) {
      return false;
    }
    for (ConsumerRecord<byte[], byte[]> message : polled) {
      if (whyParked(message) == null) {
        return false;
      }
    }
    return true;
  }

  /** Whether nothing is known against parking what this batch parks. */
  boolean mayPass(List<ConsumerRecord<byte[], byte[]>> batch) {
    return tried(batch).size() > 0 || parkedUncompared + batch.size() <= PARKED_UNCOMPARED;
  }

  /**
   * Called when a batch was prepared; false if those that failed before are first to be tried
   * again, now that others pass.
   */
  boolean isSettled(List<ConsumerRecord<byte[], byte[]>> batch) {
    if (!confirming && !tried(batch).isEmpty() && batch.stream().anyMatch(this::isUnconfirmed)) {
      confirming = true;
      return false;
    }
    return true;
  }

  /** Called when a batch is through. */
  void passed(List<ConsumerRecord<byte[], byte[]>> batch) {
    parkedUncompared = tried(batch).isEmpty() ? parkedUncompared + batch.size() : 0;
    if (!failing.isEmpty()) {
      batch.forEach(message -> failing.remove(Where.of(message)));
    }
    tries = 0;
    limit = limit >= LARGE ? NO_LIMIT : 2 * limit;
  }

  /** Called when a batch failed. */
  Next failed(List<ConsumerRecord<byte[], byte[]>> batch, Throwable failure) {
    List<ConsumerRecord<byte[], byte[]>> tried = tried(batch);
    if (tried.size() > 1) {
      limit = tried.size() / 2;
      tries = 0;
      return Next.TRY_LESS;
    }
    if (tried.isEmpty()) {
      return Next.ALL_FAIL;
    }
    ConsumerRecord<byte[], byte[]> message = tried.get(0);
    Failing known = find(message);
    if (known != null) {
      known.isConfirmed = true;
      return Next.TRY_LESS;
    }
    if (++tries < TRIES) {
      return Next.TRY_AGAIN_LATER;
    }
    tries = 0;
    failing.put(Where.of(message), new Failing(MessageFailure.sentence(failure, message), failure));
    return failing.size() > ALIKE ? Next.ALL_FAIL : Next.TRY_LESS;
  }

  /** Forgets whom it suspects, since partitions moved, or since it is not the messages. */
  void forget() {
    failing.clear();
    tries = 0;
    confirming = false;
  }

  private List<ConsumerRecord<byte[], byte[]>> tried(List<ConsumerRecord<byte[], byte[]>> batch) {
    if (failing.isEmpty()) {
      return batch;
    }
    var tried = new ArrayList<ConsumerRecord<byte[], byte[]>>();
    for (ConsumerRecord<byte[], byte[]> message : batch) {
      if (whyParked(message) == null) {
        tried.add(message);
      }
    }
    return tried;
  }

  private boolean isUnconfirmed(ConsumerRecord<byte[], byte[]> message) {
    Failing it = find(message);
    return it != null && !it.isConfirmed;
  }

  private @Nullable Failing find(ConsumerRecord<byte[], byte[]> message) {
    return failing.isEmpty() ? null : failing.get(Where.of(message));
  }
}
