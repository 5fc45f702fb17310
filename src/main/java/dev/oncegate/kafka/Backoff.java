package dev.oncegate.kafka;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next attempt: twice as long each time, within bounds, with jitter.
 */
final class Backoff {
  private static final Duration SHORTEST = Duration.ofMillis(100);
  private static final Duration LONGEST = Duration.ofSeconds(5);

  private final RandomGenerator random;
  private Duration next = SHORTEST;

  Backoff(RandomGenerator random) {
    this.random = random;
  }

  Duration next() {
    Duration wait = next;
    Duration doubled = next.multipliedBy(2);
    next = doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST;
    // Lanes that failed together should not come back together.
    return wait.dividedBy(2).plusMillis(random.nextLong(wait.toMillis() / 2 + 1));
  }

  void reset() {
    next = SHORTEST;
  }
}
