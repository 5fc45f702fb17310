package dev.oncegate.kafka;

/** A topic was deleted, or deleted and made again, while it was read. */
final class TopicReplacedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  TopicReplacedException(String topic) {
    super("topic " + topic + " was made again");
  }

  TopicReplacedException(String topic, Throwable cause) {
    super("topic " + topic + " was deleted", cause);
  }
}
