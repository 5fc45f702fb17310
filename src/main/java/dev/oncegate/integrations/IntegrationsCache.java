package dev.oncegate.integrations;

import dev.oncegate.core.update.Integrations;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jboss.logging.Logger;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/**
 * The configuration in force: a snapshot in memory that follows the database, whoever changes it.
 * PostgreSQL notifies of changes; a look each second is the net, should a notification be lost.
 * Where there is so much to look at that it takes long, the looks are further apart. While the
 * database is away the last snapshot stays in force.
 */
public final class IntegrationsCache implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(IntegrationsCache.class);

  private static final Duration POLL = Duration.ofSeconds(1);
  // A look at so many rows takes the server some ten milliseconds, a hundredth of a core.
  private static final int ROWS_A_SECOND = 20_000;
  private static final Duration PAUSE = Duration.ofMillis(500);
  // A connection whose other end is gone without a word must not keep the cache from looking.
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(5);

  private final DataSource dataSource;
  private final IntegrationsReader reader;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread follower;
  private volatile State state;

  private record State(IntegrationsReader.Fingerprint fingerprint, Integrations integrations) {}

  private IntegrationsCache(DataSource dataSource, IntegrationsReader reader, State first) {
    this.dataSource = dataSource;
    this.reader = reader;
    this.state = first;
    this.follower = Thread.ofPlatform().daemon().name("integrations-cache").unstarted(this::follow);
  }

  /**
   * A cache that has read the configuration once and follows it from there on.
   *
   * @throws SQLException if the database cannot be read
   */
  public static IntegrationsCache start(DataSource dataSource, IntegrationsReader reader)
      throws SQLException {
    State first;
    try (Connection connection = dataSource.getConnection()) {
      beginSnapshots(connection);
      first = new State(IntegrationsReader.fingerprint(connection), reader.read(connection));
      connection.commit();
    }
    var cache = new IntegrationsCache(dataSource, reader, first);
    cache.follower.start();
    return cache;
  }

  /** The snapshot in force; lanes take it once a batch. */
  public Integrations current() {
    return state.integrations();
  }

  /** Stops following; the last snapshot stays. */
  @Override
  public void close() {
    closed.countDown();
    try {
      follower.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void follow() {
    // It was read just now, and a start is over sooner without another connection.
    pause();
    boolean failed = false;
    while (!isClosed()) {
      try (Connection connection = dataSource.getConnection()) {
        connection.setNetworkTimeout(Runnable::run, (int) ANSWER_WITHIN.toMillis());
        beginSnapshots(connection);
        try (Statement statement = connection.createStatement()) {
          statement.execute("listen oncegate_integrations");
          connection.commit();
          long next = look(connection);
          if (failed) {
            LOG.info("the configuration can be read again");
            failed = false;
          }
          while (!isClosed()) {
            PGNotification[] notified =
                connection.unwrap(PGConnection.class).getNotifications((int) POLL.toMillis());
            if (notified.length > 0 || System.nanoTime() - next >= 0) {
              next = look(connection);
            }
          }
          // The connection goes back to a pool, for users who do not listen.
          statement.execute("unlisten oncegate_integrations");
          connection.commit();
        }
      } catch (SQLException | IllegalArgumentException e) {
        if (!failed) {
          LOG.warnf(
              "the configuration cannot be read; the last one stays in force: %s", e.getMessage());
          failed = true;
        }
        pause();
      }
    }
  }

  /** Takes what has changed; answers when to look again though nobody says that anything has. */
  private long look(Connection connection) throws SQLException {
    IntegrationsReader.Fingerprint fingerprint = IntegrationsReader.fingerprint(connection);
    if (!fingerprint.equals(state.fingerprint())) {
      state = new State(fingerprint, reader.read(connection));
    }
    connection.commit();
    return System.nanoTime() + POLL.toNanos() * fingerprint.rows() / ROWS_A_SECOND;
  }

  private static void beginSnapshots(Connection connection) throws SQLException {
    connection.setAutoCommit(false);
    // The fingerprint and the tables are to be of one state of the database.
    connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
  }

  private boolean isClosed() {
    return closed.getCount() == 0;
  }

  private void pause() {
    try {
      boolean _ = closed.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException _) {
      closed.countDown();
    }
  }
}
