package dev.oncegate.integrations;

/** What became of something that was to be removed. */
public sealed interface RemoveResult {

  record Gone() implements RemoveResult {}

  /** Nothing has that id. */
  record NotFound() implements RemoveResult {}

  /**
   * It stays, since something else needs it.
   *
   * @param message a sentence without a full stop
   */
  record InUse(String message) implements RemoveResult {}
}
