package dev.oncegate.kafka;

/** A topic, or a part of it, that cannot be recorded; the message is a sentence. */
public final class RecordingFailedException extends Exception {
  private static final long serialVersionUID = 1L;

  RecordingFailedException(String sentence) {
    super(sentence);
  }

  RecordingFailedException(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
