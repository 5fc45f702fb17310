package dev.oncegate.rollout;

import dev.oncegate.postgres.ChangeFollower;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;

/**
 * The flags and gates in force on this instance: a snapshot that follows the database, and the
 * local kill switch over it. While the database is away the last snapshot stays in force, and the
 * local kill switch can be thrown all the same.
 */
public final class RolloutCache implements AutoCloseable {
  private static final Duration LOOKS_EVERY = Duration.ofSeconds(1);

  private final RolloutReader reader;
  private final LocalKillSwitch local;
  private final ChangeFollower follower;
  private volatile RolloutState state;

  private RolloutCache(
      DataSource dataSource, RolloutReader reader, RolloutState first, LocalKillSwitch local) {
    this.reader = reader;
    this.state = first;
    this.local = local;
    this.follower =
        ChangeFollower.start(dataSource, "oncegate_rollout", "the flags and gates", this::look);
  }

  /**
   * A cache that has read flags and gates once and follows them from there on.
   *
   * @param localSwitch the file of the local kill switch
   * @throws SQLException if the database cannot be read
   */
  public static RolloutCache start(DataSource dataSource, RolloutReader reader, Path localSwitch)
      throws SQLException {
    RolloutState first;
    try (Connection connection = dataSource.getConnection()) {
      first = reader.read(connection);
    }
    return new RolloutCache(dataSource, reader, first, LocalKillSwitch.start(localSwitch));
  }

  /** What is in force; never by I/O. */
  public RolloutState current() {
    RolloutState now = state;
    return local.isThrown() ? now.withoutDedupe() : now;
  }

  /** Whether the local kill switch is thrown. */
  public boolean isLocallyOff() {
    return local.isThrown();
  }

  private Duration look(Connection connection) throws SQLException {
    state = reader.read(connection);
    return LOOKS_EVERY;
  }

  /** Stops following; the last snapshot stays. */
  @Override
  public void close() {
    follower.close();
    local.close();
  }
}
