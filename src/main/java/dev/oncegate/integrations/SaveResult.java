package dev.oncegate.integrations;

/** What became of something that was to be kept. */
public sealed interface SaveResult {

  /** It was not there before. */
  record Created() implements SaveResult {}

  /** It takes the place of what was there under its id. */
  record Replaced() implements SaveResult {}

  /** Nothing was changed: what is there under its id is not for him to see. */
  record OutOfScope() implements SaveResult {}

  /**
   * Nothing was changed.
   *
   * @param field the field that names something that does not exist
   * @param message a sentence without a full stop
   */
  record RefusedField(String field, String message) implements SaveResult {}
}
