package dev.oncegate.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.jboss.logging.Logger;

/** A connection with the ledger's transactions; what is not committed when it is closed is not. */
final class LedgerConnection implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(LedgerConnection.class);

  // The limits are there because a process that stands still must not keep others from what it has
  // locked. The plans are settled here because a planner that knows nothing yet of a new table
  // reads all of it rather than a few thousand keys; keyed by hash, one look for each is best.
  private static final String SETTINGS =
      """
      select set_config('idle_in_transaction_session_timeout', '5s', true),
             set_config('statement_timeout', '10s', true),
             set_config('plan_cache_mode', 'force_generic_plan', true),
             set_config('enable_seqscan', 'off', true),
             set_config('enable_bitmapscan', 'off', true),
             set_config('enable_hashjoin', 'off', true),
             set_config('enable_mergejoin', 'off', true)
      """;

  private final Connection connection;

  private LedgerConnection(Connection connection) {
    this.connection = connection;
  }

  static LedgerConnection of(DataSource dataSource) throws SQLException {
    Connection connection = dataSource.getConnection();
    connection.setAutoCommit(false);
    return new LedgerConnection(connection);
  }

  Connection sql() {
    return connection;
  }

  /** Begins a transaction that decides a batch. */
  void begin() throws SQLException {
    try (PreparedStatement settings = connection.prepareStatement(SETTINGS)) {
      settings.execute();
    }
  }

  /** The next transaction that decides by what this one writes takes it to the disk. */
  void leaveUnflushed() throws SQLException {
    try (Statement setting = connection.createStatement()) {
      setting.execute("set local synchronous_commit = off");
    }
  }

  /**
   * Commits.
   *
   * @throws CommitUnknownException if nobody knows whether it happened
   */
  void commit() throws SQLException {
    try {
      connection.commit();
    } catch (SQLException e) {
      throw LedgerFailure.ofCommit(e);
    }
  }

  @Override
  public void close() {
    try (connection) {
      connection.rollback();
    } catch (SQLException e) {
      // The connection is gone, and with it the transaction.
      LOG.debug("could not roll back", e);
    }
  }
}
