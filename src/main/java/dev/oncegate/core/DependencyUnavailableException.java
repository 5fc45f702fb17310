package dev.oncegate.core;

/** Something that a batch needs does not answer now; the whole batch can be tried again later. */
public class DependencyUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public DependencyUnavailableException(String message) {
    super(message);
  }

  public DependencyUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
