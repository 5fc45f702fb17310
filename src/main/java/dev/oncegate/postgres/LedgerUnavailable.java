package dev.oncegate.postgres;

/** The database could not be reached or gave up; the batch may be tried again as a whole. */
public class LedgerUnavailable extends RuntimeException {
  private static final long serialVersionUID = 1;

  LedgerUnavailable(String message, Throwable cause) {
    super(message, cause);
  }

  /**
   * The connection was lost in the middle of a commit, and nobody here knows whether it happened.
   * Trying the whole batch again is safe either way: what it wrote itself, it does not see.
   */
  public static final class CommitUnknown extends LedgerUnavailable {
    private static final long serialVersionUID = 1;

    CommitUnknown(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
