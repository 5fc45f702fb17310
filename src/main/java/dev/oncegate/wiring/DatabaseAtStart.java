package dev.oncegate.wiring;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jboss.logging.Logger;

/**
 * Begins what needs the database at start. It was there a moment ago, since its tables were made,
 * but can go away again just then, and a process that ended for that would have to be started anew.
 */
final class DatabaseAtStart {
  private static final Logger LOG = Logger.getLogger(DatabaseAtStart.class);

  /** As long as the first connection is waited for. */
  static final Duration PATIENCE = Duration.ofMinutes(1);

  private static final Duration PAUSE = Duration.ofMillis(500);

  /** What is begun; if it fails it leaves nothing behind. */
  interface Beginning<T> {
    T begin() throws IOException, SQLException;
  }

  private DatabaseAtStart() {}

  /**
   * Begins as soon as the database lets it.
   *
   * @throws SQLException the last failure, if it does not within the time
   */
  static <T> T begin(Duration patience, Beginning<T> beginning) throws IOException, SQLException {
    long start = System.nanoTime();
    while (true) {
      try {
        return beginning.begin();
      } catch (SQLException e) {
        if (System.nanoTime() - start > patience.toNanos()
            || Thread.currentThread().isInterrupted()) {
          throw e;
        }
        LOG.warnf("PostgreSQL is not there yet, or again: %s", e.getMessage());
        LockSupport.parkNanos(PAUSE.toNanos());
      }
    }
  }
}
