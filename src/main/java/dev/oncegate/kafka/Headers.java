package dev.oncegate.kafka;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** The names of the headers on messages; docs/operating.md lists them. */
final class Headers {
  static final String REASON = "oncegate-reason";
  static final String FIELD = "oncegate-field";
  static final String DETAIL = "oncegate-detail";
  static final String STAGE = "oncegate-stage";
  static final String TOPIC = "oncegate-topic";
  static final String TOPIC_ID = "oncegate-topic-id";
  static final String PARTITION = "oncegate-partition";
  static final String OFFSET = "oncegate-offset";
  static final String TIMESTAMP = "oncegate-timestamp";
  static final String DESTINATIONS = "oncegate-destinations";
  static final String SITUATION = "oncegate-situation";
  static final String READ_AGAIN = "oncegate-read-again";
  static final String TRUNCATED = "oncegate-truncated";

  private Headers() {}

  /** Has the stage that a message goes to treat it as one that was published before. */
  static void sayReadAgain(org.apache.kafka.common.header.Headers headers) {
    if (headers.lastHeader(READ_AGAIN) == null) {
      headers.add(READ_AGAIN, bytes("true"));
    }
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static byte[] bytes(long number) {
    return bytes(Long.toString(number));
  }

  static @Nullable String text(org.apache.kafka.common.header.Headers headers, String name) {
    Header header = headers.lastHeader(name);
    return header == null ? null : textOf(header.value());
  }

  static @Nullable String textOf(byte @Nullable [] bytes) {
    return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
  }
}
