package dev.oncegate.cli;

import java.io.PrintWriter;
import java.time.Duration;

/** Says on a long run how far it is, every few seconds. */
final class Progress {
  private static final Duration EVERY = Duration.ofSeconds(5);
  // Asking the clock for every update would cost more than some updates do.
  private static final int UPDATES_BETWEEN_LOOKS = 1_024;

  private final PrintWriter out;
  private final String noun;
  private final long start = System.nanoTime();
  private long nextLine = start + EVERY.toNanos();

  Progress(PrintWriter out) {
    this(out, "updates");
  }

  Progress(PrintWriter out, String noun) {
    this.out = out;
    this.noun = noun;
  }

  void at(long updates) {
    if (updates % UPDATES_BETWEEN_LOOKS == 0 && System.nanoTime() - nextLine >= 0) {
      nextLine += EVERY.toNanos();
      out.println(rate(updates));
      out.flush();
    }
  }

  /** {@code 1,000,000 updates in 12.3 s (81,300 a second)}. */
  String rate(long updates) {
    double seconds = Math.max(1e-3, (System.nanoTime() - start) / 1e9);
    return "%,d %s in %.1f s (%,d a second)"
        .formatted(updates, noun, seconds, Math.round(updates / seconds));
  }
}
