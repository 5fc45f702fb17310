package dev.oncegate.postgres;

import dev.oncegate.core.DependencyUnavailableException;
import java.sql.SQLException;
import java.util.Set;

/** What a failure of the database means for a batch. */
final class LedgerFailure {
  private static final String UNIQUE_VIOLATION = "23505";

  // With these, the server may have committed before it or the connection went away.
  private static final Set<String> CUT_OFF_CLASSES = Set.of("08", "57", "58");

  private LedgerFailure() {}

  /** Of anything but a commit. */
  static RuntimeException of(SQLException cause) {
    String state = DatabaseFailure.stateOf(cause);
    // Nobody but a stale worker writes what another writes; the second looks again.
    if (state.equals(UNIQUE_VIOLATION) || DatabaseFailure.isPassing(cause)) {
      return new DependencyUnavailableException(
          "the send ledger is not available: " + cause.getMessage(), cause);
    }
    return new IllegalStateException(
        "the send ledger refused a batch: " + cause.getMessage(), cause);
  }

  static RuntimeException ofCommit(SQLException cause) {
    String state = DatabaseFailure.stateOf(cause);
    if (state.length() < 2 || CUT_OFF_CLASSES.contains(state.substring(0, 2))) {
      return new CommitUnknownException(
          "nobody knows whether the send ledger has a batch: " + cause.getMessage(), cause);
    }
    return of(cause);
  }
}
