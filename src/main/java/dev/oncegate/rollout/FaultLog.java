package dev.oncegate.rollout;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/** Logs faults of what only looks on, at most one a minute. */
final class FaultLog {
  private static final Logger LOG = Logger.getLogger(FaultLog.class);
  private static final Duration LOGS_EVERY = Duration.ofMinutes(1);

  private final String who;
  private final LongSupplier nanoTime;
  private volatile long loggedAt;
  private volatile boolean hasLogged;

  FaultLog(String who, LongSupplier nanoTime) {
    this.who = who;
    this.nanoTime = nanoTime;
  }

  void log(Throwable fault) {
    long now = nanoTime.getAsLong();
    if (!hasLogged || now - loggedAt > LOGS_EVERY.toNanos()) {
      hasLogged = true;
      loggedAt = now;
      LOG.warnf(fault, "%s failed; what goes out is not affected", who);
    }
  }
}
