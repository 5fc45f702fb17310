package dev.oncegate.testkit;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** Waits for what happens elsewhere, by looking, with an end. */
public final class Await {
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);

  private Await() {}

  /** Looks until the condition holds; fails with its name when the limit is over. */
  public static void until(String what, Duration limit, Callable<Boolean> condition) {
    long end = System.nanoTime() + limit.toNanos();
    try {
      while (!condition.call()) {
        if (System.nanoTime() > end) {
          throw new IllegalStateException("not within " + limit.toSeconds() + " s: " + what);
        }
        LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
        if (Thread.interrupted()) {
          throw new IllegalStateException("interrupted while waiting until " + what);
        }
      }
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException("cannot see whether " + what, e);
    }
  }
}
