package dev.oncegate.pipeline;

import dev.oncegate.codec.MessageHeader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A message that is to be published. */
public final class OutputMessage {
  // What Kafka adds to key, value and headers of a message that is alone in its batch.
  private static final int ENVELOPE = 128;
  private static final int HEADER_LENGTHS = 10;

  private final String topic;
  private final @Nullable Integer partition;
  private final byte @Nullable [] key;
  private final byte @Nullable [] value;
  private final List<MessageHeader> headers;

  /**
   * A message.
   *
   * @param partition of the partition that it goes to, modulo how many the topic has; null to have
   *     the key say it
   */
  OutputMessage(
      String topic,
      @Nullable Integer partition,
      byte @Nullable [] key,
      byte @Nullable [] value,
      List<MessageHeader> headers) {
    this.topic = topic;
    this.partition = partition;
    this.key = key;
    this.value = value;
    this.headers = headers;
  }

  public String topic() {
    return topic;
  }

  public @Nullable Integer partition() {
    return partition;
  }

  public byte @Nullable [] key() {
    return key;
  }

  public byte @Nullable [] value() {
    return value;
  }

  public List<MessageHeader> headers() {
    return headers;
  }

  /** In bytes on the wire, rather too many than too few. */
  public int size() {
    int size = ENVELOPE + lengthOf(key) + lengthOf(value);
    for (MessageHeader header : headers) {
      size +=
          HEADER_LENGTHS
              + header.name().getBytes(StandardCharsets.UTF_8).length
              + lengthOf(header.value());
    }
    return size;
  }

  private static int lengthOf(byte @Nullable [] bytes) {
    return bytes == null ? 0 : bytes.length;
  }
}
