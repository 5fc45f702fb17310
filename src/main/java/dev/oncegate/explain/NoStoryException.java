package dev.oncegate.explain;

/** There is no story to tell, for the reason that the message says. */
public final class NoStoryException extends Exception {
  private static final long serialVersionUID = 1;

  NoStoryException(String message) {
    super(message);
  }
}
