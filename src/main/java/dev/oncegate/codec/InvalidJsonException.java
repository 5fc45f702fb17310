package dev.oncegate.codec;

/** A text that is not JSON; the message says what is wrong and in which line and column. */
public final class InvalidJsonException extends Exception {
  InvalidJsonException(String message) {
    super(message);
  }
}
