package dev.oncegate.integrations;

import dev.oncegate.core.update.Integrations;
import dev.oncegate.postgres.ChangeFollower;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;

/**
 * The configuration in force: a snapshot in memory that follows the database. Where there is so
 * much to look at that it takes long, the looks are further apart. While the database is away the
 * last snapshot stays in force.
 */
public final class IntegrationsCache implements AutoCloseable {
  // A look at so many rows takes the server some ten milliseconds, a hundredth of a core.
  private static final int ROWS_A_SECOND = 20_000;

  private final IntegrationsReader reader;
  private final ChangeFollower follower;
  private volatile State state;

  private record State(IntegrationsReader.TableVersions versions, Integrations integrations) {}

  private IntegrationsCache(DataSource dataSource, IntegrationsReader reader, State first) {
    this.reader = reader;
    this.state = first;
    this.follower =
        ChangeFollower.start(dataSource, "oncegate_integrations", "the configuration", this::look);
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
      beginSnapshot(connection);
      first = new State(IntegrationsReader.versions(connection), reader.read(connection));
      connection.commit();
    }
    return new IntegrationsCache(dataSource, reader, first);
  }

  /** The snapshot in force; lanes take it once a batch. */
  public Integrations current() {
    return state.integrations();
  }

  /** Stops following; the last snapshot stays. */
  @Override
  public void close() {
    follower.close();
  }

  /** Takes what has changed; answers when to look again though nobody says that anything has. */
  private Duration look(Connection connection) throws SQLException {
    beginSnapshot(connection);
    IntegrationsReader.TableVersions versions = IntegrationsReader.versions(connection);
    if (!versions.equals(state.versions())) {
      state = new State(versions, reader.read(connection));
    }
    connection.commit();
    connection.setAutoCommit(true);
    return Duration.ofSeconds(1).multipliedBy(versions.rows()).dividedBy(ROWS_A_SECOND);
  }

  private static void beginSnapshot(Connection connection) throws SQLException {
    connection.setAutoCommit(false);
    // The versions and the tables are to be of one state of the database.
    connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
  }
}
