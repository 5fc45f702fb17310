package dev.oncegate.kafka;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Says once for all lanes of a process that they stall, again once a minute, and once that they
 * have got over it.
 */
final class StallLog {
  private static final Duration AGAIN = Duration.ofMinutes(1);

  private final LongSupplier nanoTime;
  private final Consumer<String> log;
  private final Map<String, String> stalled = new TreeMap<>();
  private long since;
  private long next;

  StallLog(LongSupplier nanoTime, Consumer<String> log) {
    this.nanoTime = nanoTime;
    this.log = log;
  }

  /** Called each time that a lane, or whoever else, cannot go on. */
  synchronized void stalls(String who, String why) {
    boolean isFirst = stalled.isEmpty();
    stalled.put(who, why);
    long now = nanoTime.getAsLong();
    if (isFirst) {
      since = now;
      next = now + AGAIN.toNanos();
      log.accept("stalled (%s), and goes on by itself: %s".formatted(who, why));
    } else if (now - next >= 0) {
      next = now + AGAIN.toNanos();
      log.accept(
          "stalled for %d s by now (%s): %s"
              .formatted(
                  seconds(now),
                  String.join(", ", stalled.keySet()),
                  String.join("; ", new TreeSet<>(stalled.values()))));
    }
  }

  /** Called when somebody goes on; most often it never stalled. */
  synchronized void runs(String who) {
    if (stalled.remove(who) != null && stalled.isEmpty()) {
      log.accept("nobody is stalled any more, after %d s".formatted(seconds(nanoTime.getAsLong())));
    }
  }

  private long seconds(long now) {
    return Duration.ofNanos(now - since).toSeconds();
  }
}
