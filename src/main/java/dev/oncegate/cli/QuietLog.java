package dev.oncegate.cli;

import java.util.logging.Level;
import java.util.logging.Logger;

/** Keeps what libraries log out of what a command prints; what matters, the command says itself. */
final class QuietLog {
  // Held, since a logger that nobody holds forgets its level.
  private static final Logger KAFKA = Logger.getLogger("org.apache.kafka");

  private QuietLog() {}

  static void ofKafka() {
    KAFKA.setLevel(Level.OFF);
  }
}
