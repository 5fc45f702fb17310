package dev.oncegate.wiring;

import dev.oncegate.kafka.LaneProbe;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jboss.logging.Logger;

/**
 * Ends the process, as SIGKILL would, when lanes reach a point for the n-th time: {@code
 * between-commits:3}. For crash tests; nothing makes one unless the program was started with the
 * profile {@value #PROFILE}.
 */
final class CrashPoint implements LaneProbe {
  static final String PROFILE = "crash-test";

  private static final Logger LOG = Logger.getLogger(CrashPoint.class);
  private static final long LONGEST_COMMIT_NANOS = 5_000_000;

  private final Point where;
  private final AtomicInteger left;

  private CrashPoint(Point where, int times) {
    this.where = where;
    this.left = new AtomicInteger(times);
  }

  /**
   * Reads a point and a number.
   *
   * @throws IllegalArgumentException if the text is anything else
   */
  static CrashPoint parse(String text) {
    int colon = text.indexOf(':');
    if (colon < 0) {
      throw new IllegalArgumentException("expected a point and a number such as " + text + ":1");
    }
    Point where =
        switch (text.substring(0, colon)) {
          case "before-ledger-commit" -> Point.BEFORE_LEDGER_COMMIT;
          case "between-commits" -> Point.BETWEEN_COMMITS;
          case "inside-kafka-commit" -> Point.INSIDE_KAFKA_COMMIT;
          case String other ->
              throw new IllegalArgumentException(
                  "expected before-ledger-commit, between-commits or inside-kafka-commit, found "
                      + other);
        };
    LOG.warnf("this process ends itself at the point %s: it is a crash test", text);
    return new CrashPoint(where, Integer.parseInt(text.substring(colon + 1)));
  }

  @Override
  public void at(Point point) {
    if (point != where || left.decrementAndGet() != 0) {
      return;
    }
    switch (point) {
      case BEFORE_LEDGER_COMMIT, BETWEEN_COMMITS -> Runtime.getRuntime().halt(137);
      case INSIDE_KAFKA_COMMIT -> haltSoon();
    }
  }

  /** The lane goes on into its commit; how far it comes is chance. */
  private static void haltSoon() {
    long nanos = ThreadLocalRandom.current().nextLong(LONGEST_COMMIT_NANOS);
    Thread.ofPlatform()
        .daemon()
        .start(
            () -> {
              LockSupport.parkNanos(nanos);
              Runtime.getRuntime().halt(137);
            });
  }
}
