package dev.oncegate.crash;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** When faults struck, and when everything that was fed before was through. */
final class Recoveries {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);

  /** A fault that struck. */
  static final class Strike {
    final Fault fault;
    final long at = System.currentTimeMillis();
    final int fed;
    private final long nanos = System.nanoTime();
    private final int decidedBefore;
    private Duration recovery = Duration.ZERO;
    private @Nullable Duration firstDecision;

    Strike(Fault fault, int fed, int decidedBefore) {
      this.fault = fault;
      this.fed = fed;
      this.decidedBefore = decidedBefore;
    }

    /** From the strike to the next decision that a reader saw. */
    Duration firstDecision() {
      return firstDecision == null ? recovery : firstDecision;
    }

    Duration recovery() {
      return recovery;
    }
  }

  private final Onlooker onlooker;
  private final Fleet fleet;
  private final List<Strike> strikes = new ArrayList<>();
  private final List<Strike> open = new ArrayList<>();

  Recoveries(Onlooker onlooker, Fleet fleet) {
    this.onlooker = onlooker;
    this.fleet = fleet;
  }

  void struck(Fault fault, int fed) {
    var strike = new Strike(fault, fed, onlooker.decided());
    strikes.add(strike);
    open.add(strike);
  }

  /** Looks who has recovered. */
  void look() {
    fleet.restartTheFallen();
    int watermark = onlooker.watermark();
    int decided = onlooker.decided();
    for (Strike strike : List.copyOf(open)) {
      if (strike.firstDecision == null && decided > strike.decidedBefore) {
        strike.firstDecision = Duration.ofNanos(System.nanoTime() - strike.nanos);
      }
      if (watermark >= strike.fed) {
        long took = onlooker.throughAt(strike.fed) - strike.nanos;
        strike.recovery = Duration.ofNanos(Math.max(0, took));
        open.remove(strike);
      }
    }
  }

  /**
   * Waits until everything that was fed before the last fault is through; false if it takes long.
   */
  boolean areOverInTime() {
    long end = System.nanoTime() + LIMIT.toNanos();
    look();
    while (!open.isEmpty() && System.nanoTime() < end) {
      LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
      look();
    }
    return open.isEmpty();
  }

  /** How many updates are through, in the order in which they were fed first. */
  int through() {
    return onlooker.watermark();
  }

  List<Strike> strikes() {
    return strikes;
  }
}
