package dev.oncegate.json;

/** A text that is not JSON; the message says what is wrong and in which line and column. */
public final class NotJson extends Exception {
  NotJson(String message) {
    super(message);
  }
}
