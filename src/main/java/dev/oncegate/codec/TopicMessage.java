package dev.oncegate.codec;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A message of a topic, with where it stands there. */
public final class TopicMessage {

  private final MessageOrigin origin;
  private final byte @Nullable [] key;
  private final byte @Nullable [] value;
  private final List<MessageHeader> headers;

  public TopicMessage(
      MessageOrigin origin,
      byte @Nullable [] key,
      byte @Nullable [] value,
      List<MessageHeader> headers) {
    this.origin = origin;
    this.key = key;
    this.value = value;
    this.headers = List.copyOf(headers);
  }

  public MessageOrigin origin() {
    return origin;
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
}
