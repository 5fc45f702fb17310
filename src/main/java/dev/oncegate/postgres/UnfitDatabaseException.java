package dev.oncegate.postgres;

/**
 * The database cannot be worked with until somebody changes something; the message is a sentence
 * that says what, and how.
 */
public final class UnfitDatabaseException extends Exception {
  private static final long serialVersionUID = 1;

  UnfitDatabaseException(String sentence) {
    super(sentence);
  }
}
