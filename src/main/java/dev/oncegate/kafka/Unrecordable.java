package dev.oncegate.kafka;

/** A topic, or a part of it, that cannot be recorded; the message is a sentence. */
public final class Unrecordable extends Exception {
  private static final long serialVersionUID = 1L;

  Unrecordable(String sentence) {
    super(sentence);
  }

  Unrecordable(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
