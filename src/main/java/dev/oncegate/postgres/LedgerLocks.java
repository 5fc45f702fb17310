package dev.oncegate.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;

/**
 * What keeps two transactions from deciding the same at the same time: advisory locks that end with
 * the transaction. Only what two partitions can want at once is locked, which is an address, or a
 * profile that is one with others; any other profile is its own partition's.
 */
final class LedgerLocks {
  // "once" in ASCII: a space of their own for the ledger's two locks, away from anybody else's.
  private static final int SPACE = 0x6f6e6365;
  private static final int LINEAGES = 1;
  private static final int CONTESTED = 2;

  // The locks of all transactions share a table in the server, by default for some 6,400. Above its
  // part, a transaction takes one lock for all.
  private static final String PART_OF_A_TRANSACTION =
      """
      select current_setting('max_locks_per_transaction')::bigint
        * current_setting('max_connections')::bigint / 8
      """;

  private static final String EACH =
      "select pg_advisory_xact_lock(k.lock) from unnest(?) as k(lock)";

  private LedgerLocks() {}

  /** Lets no lineage grow until the transaction ends; with others who want the same. */
  static void holdLineages(Connection connection) throws SQLException {
    take(connection, "pg_advisory_xact_lock_shared", LINEAGES);
  }

  /** Waits until all have ended who hold them; those who come later wait for this transaction. */
  static void holdLineagesAlone(Connection connection) throws SQLException {
    take(connection, "pg_advisory_xact_lock", LINEAGES);
  }

  /** Keeps everybody else from deciding what these stand for, until the transaction ends. */
  static void take(Connection connection, Collection<Long> locks) throws SQLException {
    if (locks.isEmpty()) {
      return;
    }
    if (locks.size() > partOfATransaction(connection)) {
      take(connection, "pg_advisory_xact_lock", CONTESTED);
      return;
    }
    take(connection, "pg_advisory_xact_lock_shared", CONTESTED);
    try (PreparedStatement each = connection.prepareStatement(EACH)) {
      // Sorted, so that two that want the same wait for one another instead of deadlocking.
      each.setArray(1, connection.createArrayOf("bigint", locks.stream().sorted().toArray()));
      each.execute();
    }
  }

  private static long partOfATransaction(Connection connection) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(PART_OF_A_TRANSACTION);
        ResultSet row = select.executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }

  private static void take(Connection connection, String function, int lock) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("select " + function + "(" + SPACE + ", " + lock + ")");
    }
  }
}
