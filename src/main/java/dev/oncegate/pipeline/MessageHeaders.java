package dev.oncegate.pipeline;

import dev.oncegate.codec.MessageHeader;
import dev.oncegate.codec.MessageOrigin;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The names of the headers on messages, which docs/operating.md lists, and what they say. */
public final class MessageHeaders {
  public static final String REASON = "oncegate-reason";
  public static final String FIELD = "oncegate-field";
  public static final String DETAIL = "oncegate-detail";
  public static final String STAGE = "oncegate-stage";
  public static final String TOPIC = "oncegate-topic";
  public static final String TOPIC_ID = "oncegate-topic-id";
  public static final String PARTITION = "oncegate-partition";
  public static final String OFFSET = "oncegate-offset";
  public static final String TIMESTAMP = "oncegate-timestamp";
  public static final String DESTINATIONS = "oncegate-destinations";
  public static final String SITUATION = "oncegate-situation";
  public static final String EXTERNAL_IDS = "oncegate-external-ids";
  public static final String READ_AGAIN = "oncegate-read-again";
  public static final String TRUNCATED = "oncegate-truncated";

  private MessageHeaders() {}

  static MessageHeader header(String name, String value) {
    return new MessageHeader(name, value.getBytes(StandardCharsets.UTF_8));
  }

  /** What the last header of this name says, or null if there is none. */
  public static @Nullable String text(List<MessageHeader> headers, String name) {
    for (MessageHeader header : headers.reversed()) {
      if (header.name().equals(name)) {
        byte[] value = header.value();
        return value == null ? null : new String(value, StandardCharsets.UTF_8);
      }
    }
    return null;
  }

  /** Where a message came from that was forwarded or parked; where it is, for any other. */
  public static MessageOrigin origin(List<MessageHeader> headers, MessageOrigin itself) {
    String topic = text(headers, TOPIC);
    Long partition = number(headers, PARTITION);
    Long offset = number(headers, OFFSET);
    Long timestamp = number(headers, TIMESTAMP);
    return topic == null || partition == null || offset == null || timestamp == null
        ? itself
        : new MessageOrigin(topic, partition.intValue(), offset, timestamp);
  }

  /** The headers that {@link #origin} reads. */
  static List<MessageHeader> of(MessageOrigin origin) {
    return List.of(
        header(TOPIC, origin.topic()),
        header(PARTITION, Integer.toString(origin.partition())),
        header(OFFSET, Long.toString(origin.offset())),
        header(TIMESTAMP, Long.toString(origin.timestamp())));
  }

  private static @Nullable Long number(List<MessageHeader> headers, String name) {
    String text = text(headers, name);
    try {
      return text == null ? null : Long.valueOf(text);
    } catch (NumberFormatException _) {
      return null;
    }
  }
}
