package dev.oncegate.kafka;

/** Something that a lane needs does not answer now; the same batch can be tried again later. */
public final class Unavailable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public Unavailable(String message) {
    super(message);
  }

  public Unavailable(String message, Throwable cause) {
    super(message, cause);
  }
}
