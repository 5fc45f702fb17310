package dev.oncegate.postgres;

import java.sql.SQLException;
import java.util.Set;

/** What a failure of the database means for a batch. */
final class LedgerFailure {
  private static final String UNIQUE_VIOLATION = "23505";

  // Of the SQL standard and PostgreSQL's appendix A: connection, transaction state (which is how a
  // transaction ends that stood still too long), rollback, resources, state of an object (a lock
  // not
  // to be had), intervention by an operator, the system (a full disk), and a read-only standby.
  private static final Set<String> PASSING_CLASSES =
      Set.of("08", "25", "40", "53", "55", "57", "58");

  // With these, the server may have committed before it or the connection went away.
  private static final Set<String> CUT_OFF_CLASSES = Set.of("08", "57", "58");

  private LedgerFailure() {}

  /** Of anything but a commit. */
  static RuntimeException of(SQLException cause) {
    String state = stateOf(cause);
    // Nobody but a stale worker writes what another writes; the second looks again.
    if (state.equals(UNIQUE_VIOLATION) || isPassing(state)) {
      return new LedgerUnavailable(
          "the send ledger is not available: " + cause.getMessage(), cause);
    }
    return new IllegalStateException(
        "the send ledger refused a batch: " + cause.getMessage(), cause);
  }

  static RuntimeException ofCommit(SQLException cause) {
    String state = stateOf(cause);
    if (state.length() < 2 || CUT_OFF_CLASSES.contains(state.substring(0, 2))) {
      return new LedgerUnavailable.CommitUnknown(
          "nobody knows whether the send ledger has a batch: " + cause.getMessage(), cause);
    }
    return of(cause);
  }

  private static String stateOf(SQLException cause) {
    String state = cause.getSQLState();
    return state == null ? "" : state;
  }

  /** Also where there is no state: pools say so when they have no connection to give. */
  private static boolean isPassing(String state) {
    return state.length() < 2 || PASSING_CLASSES.contains(state.substring(0, 2));
  }
}
