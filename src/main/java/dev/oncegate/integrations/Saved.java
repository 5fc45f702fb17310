package dev.oncegate.integrations;

/** What became of something that was to be kept. */
public sealed interface Saved {

  /** It was not there before. */
  record Created() implements Saved {}

  /** It takes the place of what was there under its id. */
  record Replaced() implements Saved {}

  /**
   * Nothing was changed.
   *
   * @param field the field that names something that does not exist
   * @param message a sentence without a full stop
   */
  record Refused(String field, String message) implements Saved {}
}
