package dev.oncegate.postgres;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;

/**
 * What keeps two transactions from deciding the same at the same time: advisory locks that end with
 * the transaction. Only what two partitions can want at once is locked, which is an address, or a
 * profile that is one with others; any other profile is its own partition's.
 */
final class LedgerLocks {
  // "once" in ASCII: a space of their own for the ledger's two locks, away from anybody else's.
  private static final int SPACE = 0x6f6e6365;
  private static final int DECIDING = 1;
  private static final int CONTESTED = 2;

  /** The locks of all transactions share a table in the server, by default for some 6,400. */
  private static final int MOST = 512;

  private static final String EACH =
      "select pg_advisory_xact_lock(k.lock) from unnest(?) as k(lock)";

  private final Connection connection;
  private final Set<Long> held = new HashSet<>();
  private boolean heldTogether;
  private boolean holdsAll;

  private LedgerLocks(Connection connection) {
    this.connection = connection;
  }

  /** With these begins each transaction that decides. */
  static LedgerLocks ofOneThatDecides(Connection connection) throws SQLException {
    take(connection, "pg_advisory_xact_lock_shared", DECIDING);
    return new LedgerLocks(connection);
  }

  /** Waits until all that were deciding have ended; those that come later wait for this one. */
  static void awaitThoseDeciding(Connection connection) throws SQLException {
    take(connection, "pg_advisory_xact_lock", DECIDING);
  }

  /**
   * Takes all that is not held yet.
   *
   * @return whether there was any
   */
  boolean take(Collection<Long> wanted) throws SQLException {
    // Sorted, so that two that want the same wait for one another instead of deadlocking.
    var missing = new TreeSet<Long>(wanted);
    missing.removeAll(held);
    if (missing.isEmpty()) {
      return false;
    }
    held.addAll(missing);
    if (holdsAll) {
      return true;
    }
    if (held.size() > MOST) {
      take(connection, "pg_advisory_xact_lock", CONTESTED);
      holdsAll = true;
      return true;
    }
    if (!heldTogether) {
      take(connection, "pg_advisory_xact_lock_shared", CONTESTED);
      heldTogether = true;
    }
    try (PreparedStatement each = connection.prepareStatement(EACH)) {
      Array locks = connection.createArrayOf("bigint", missing.toArray());
      each.setArray(1, locks);
      each.execute();
    }
    return true;
  }

  private static void take(Connection connection, String function, int lock) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("select " + function + "(" + SPACE + ", " + lock + ")");
    }
  }
}
