package dev.oncegate.crash;

import dev.oncegate.testkit.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** When faults struck, and when everything that was fed before was through. */
final class Recoveries {
  private static final Duration LIMIT = Duration.ofMinutes(3);

  /** A fault that struck. */
  static final class Strike {
    final Fault fault;
    final long at = System.currentTimeMillis();
    final int fed;
    private final long nanos = System.nanoTime();
    private Duration recovery = Duration.ZERO;

    Strike(Fault fault, int fed) {
      this.fault = fault;
      this.fed = fed;
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
    var strike = new Strike(fault, fed);
    strikes.add(strike);
    open.add(strike);
  }

  /** Looks who has recovered. */
  void look() {
    fleet.restartTheFallen();
    int watermark = onlooker.watermark();
    for (Strike strike : List.copyOf(open)) {
      if (watermark >= strike.fed) {
        strike.recovery = Duration.ofNanos(System.nanoTime() - strike.nanos);
        open.remove(strike);
      }
    }
  }

  /** Waits until everything has recovered. */
  void await() {
    Await.until(
        "everything that was fed before the last fault is through",
        LIMIT,
        () -> {
          look();
          return open.isEmpty();
        });
  }

  /** How many updates are through, in the order in which they were fed first. */
  int through() {
    return onlooker.watermark();
  }

  boolean isOver() {
    return open.isEmpty();
  }

  List<Strike> strikes() {
    return strikes;
  }
}
