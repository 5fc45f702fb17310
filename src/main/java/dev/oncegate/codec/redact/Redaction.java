package dev.oncegate.codec.redact;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.oncegate.codec.BoundedJson;
import dev.oncegate.codec.MessageHeader;
import dev.oncegate.codec.TopicMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message with pseudonyms for external ids, and without anything that could hide one: a field
 * that Oncegate does not know, a header that is not its own, a value that is no JSON. What it
 * decides by stays, so that it is decided as before.
 */
public final class Redaction {
  private static final JsonFactory JSON = BoundedJson.factory();

  // Its words may quote what is wrong with a message.
  private static final String DETAIL = "oncegate-detail";
  private static final String OURS = "oncegate-";

  private final Pseudonyms pseudonyms;

  public Redaction(Pseudonyms pseudonyms) {
    this.pseudonyms = pseudonyms;
  }

  public TopicMessage of(TopicMessage message) {
    byte[] value = message.value();
    var rewriting = value == null ? null : new MessageRewriter(value, pseudonyms);
    byte[] redacted = rewriting == null ? null : withoutIds(message, rewriting);
    String profileId = rewriting == null ? null : rewriting.profileId();
    return new TopicMessage(
        message.origin(), key(message.key(), profileId), redacted, headers(message.headers()));
  }

  private byte[] withoutIds(TopicMessage message, MessageRewriter rewriting) {
    byte[] value = message.value();
    if (value == null) {
      throw new IllegalArgumentException("there is no value to redact");
    }
    try {
      FieldShape shape = shapeOf(value);
      if (shape != null) {
        return rewriting.as(shape);
      }
    } catch (IOException _) {
      // Not JSON after all: it goes the way of what cannot be read.
    }
    return ("[redacted: " + value.length + " bytes that are no JSON object]")
        .getBytes(StandardCharsets.UTF_8);
  }

  private static @Nullable FieldShape shapeOf(byte[] value) throws IOException {
    if (isUtf16(value)) {
      return null;
    }
    var names = new HashSet<String>();
    try (JsonParser json = JSON.createParser(value)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        return null;
      }
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        names.add(json.currentName());
        json.nextToken();
        json.skipChildren();
      }
    }
    // An update may carry any other field along.
    if (names.contains("computation")) {
      return FieldShape.UPDATE;
    }
    if (names.contains("oncegate")) {
      return FieldShape.EVENT;
    }
    return names.contains("action") ? FieldShape.DECISION : FieldShape.UPDATE;
  }

  // The parser would read it, but what stays is copied as bytes.
  private static boolean isUtf16(byte[] value) {
    for (byte b : value) {
      if (b == 0) {
        return true;
      }
    }
    return false;
  }

  /** A key that is the profile's id stays; another could be an address. */
  private byte @Nullable [] key(byte @Nullable [] key, @Nullable String profileId) {
    if (key == null
        || (profileId != null && Arrays.equals(key, profileId.getBytes(StandardCharsets.UTF_8)))) {
      return key;
    }
    String text = new String(key, StandardCharsets.ISO_8859_1);
    return pseudonyms.of("key", text).getBytes(StandardCharsets.UTF_8);
  }

  private static List<MessageHeader> headers(List<MessageHeader> headers) {
    var kept = new ArrayList<MessageHeader>();
    for (MessageHeader header : headers) {
      if (header.name().startsWith(OURS) && !header.name().equals(DETAIL)) {
        kept.add(header);
      }
    }
    return kept;
  }
}
