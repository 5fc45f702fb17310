package dev.oncegate.identity;

/** Whoever knows the identities did not answer; nothing is known to have been recorded. */
public final class IdentityUnavailable extends RuntimeException {
  public IdentityUnavailable(String message, Throwable cause) {
    super(message, cause);
  }
}
