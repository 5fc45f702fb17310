package dev.oncegate.explain;

/** There is no story to tell, for the reason that the message says. */
public final class Untold extends Exception {
  private static final long serialVersionUID = 1;

  Untold(String message) {
    super(message);
  }
}
