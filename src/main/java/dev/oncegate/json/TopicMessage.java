package dev.oncegate.json;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A message of a topic, with where it stands there. */
public final class TopicMessage {

  /** A header of a message; a message may have several of one name. */
  public static final class Header {
    private final String name;
    private final byte @Nullable [] value;

    public Header(String name, byte @Nullable [] value) {
      this.name = name;
      this.value = value;
    }

    public String name() {
      return name;
    }

    public byte @Nullable [] value() {
      return value;
    }
  }

  /**
   * Where a message stands.
   *
   * @param timestamp in milliseconds since 1970
   */
  public record Place(String topic, int partition, long offset, long timestamp) {}

  private final Place place;
  private final byte @Nullable [] key;
  private final byte @Nullable [] value;
  private final List<Header> headers;

  public TopicMessage(
      Place place, byte @Nullable [] key, byte @Nullable [] value, List<Header> headers) {
    this.place = place;
    this.key = key;
    this.value = value;
    this.headers = List.copyOf(headers);
  }

  public Place place() {
    return place;
  }

  public byte @Nullable [] key() {
    return key;
  }

  public byte @Nullable [] value() {
    return value;
  }

  public List<Header> headers() {
    return headers;
  }
}
