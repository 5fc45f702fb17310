package dev.oncegate.postgres;

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
 * Looks at a part of the database again and again, so that an instance follows what others change:
 * at once when PostgreSQL notifies of a change, and from time to time, should a notification be
 * lost. While the database is away, what was seen last stays in force.
 */
public final class ChangeFollower implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(ChangeFollower.class);

  private static final Duration POLL = Duration.ofSeconds(1);
  private static final Duration PAUSE = Duration.ofMillis(500);
  // A connection whose other end is gone without a word must not keep the follower from looking.
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(5);

  private final DataSource dataSource;
  private final String channel;
  private final String what;
  private final Look look;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread;

  /** Looks at what is there, and takes what has changed. */
  public interface Look {

    /**
     * Looks.
     *
     * @param connection that commits each statement
     * @return after how long to look again though nobody says that anything has changed
     */
    Duration at(Connection connection) throws SQLException;
  }

  private ChangeFollower(DataSource dataSource, String channel, String what, Look look) {
    this.dataSource = dataSource;
    this.channel = channel;
    this.what = what;
    this.look = look;
    this.thread = Thread.ofPlatform().daemon().name(channel + "-follower").unstarted(this::follow);
  }

  /**
   * Starts to follow.
   *
   * @param channel that PostgreSQL notifies on
   * @param what the log calls what is followed, {@code the configuration}
   */
  public static ChangeFollower start(
      DataSource dataSource, String channel, String what, Look look) {
    var follower = new ChangeFollower(dataSource, channel, what, look);
    follower.thread.start();
    return follower;
  }

  private void follow() {
    boolean failed = false;
    while (!isClosed()) {
      try (Connection connection = dataSource.getConnection();
          Statement statement = connection.createStatement()) {
        connection.setNetworkTimeout(Runnable::run, (int) ANSWER_WITHIN.toMillis());
        statement.execute("listen " + channel);
        long next = lookAt(connection);
        if (failed) {
          LOG.infof("%s can be read again", what);
          failed = false;
        }
        while (!isClosed()) {
          PGNotification[] notified =
              connection.unwrap(PGConnection.class).getNotifications((int) POLL.toMillis());
          if (notified.length > 0 || System.nanoTime() - next >= 0) {
            next = lookAt(connection);
          }
        }
        // The connection goes back to a pool, for users who do not listen.
        statement.execute("unlisten " + channel);
      } catch (SQLException | RuntimeException e) {
        if (!failed) {
          LOG.warnf("%s cannot be read; the last one stays in force: %s", what, e.getMessage());
          failed = true;
        }
        pause();
      }
    }
  }

  private long lookAt(Connection connection) throws SQLException {
    return System.nanoTime() + look.at(connection).toNanos();
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

  /** Returns when nothing is looked at any more. */
  @Override
  public void close() {
    closed.countDown();
    try {
      thread.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
