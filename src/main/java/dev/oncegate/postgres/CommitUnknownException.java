package dev.oncegate.postgres;

import dev.oncegate.core.DependencyUnavailableException;

/**
 * The connection was lost in the middle of a commit, and nobody here knows whether it happened.
 * Trying the whole batch again is safe either way: what it wrote itself, it does not see.
 */
final class CommitUnknownException extends DependencyUnavailableException {
  private static final long serialVersionUID = 1L;

  CommitUnknownException(String message, Throwable cause) {
    super(message, cause);
  }
}
