package dev.oncegate.codec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A line of a recorded topic: {@code {"topic", "partition", "offset", "timestamp", "key",
 * "value"}}, where the value is the message, as JSON or as a string that holds JSON; bytes that are
 * no text stand in {@code valueBase64} instead. Other fields, headers among them, are passed over.
 */
public final class RecordedMessage {
  private static final JsonFactory JSON = BoundedJson.factory();

  private RecordedMessage() {}

  /**
   * Whether a line is a recorded message and not the message itself: it has a message's coordinates
   * and, unlike an update, no message id.
   */
  public static boolean isOne(byte[] line) {
    boolean topic = false;
    boolean offset = false;
    boolean messageId = false;
    try (JsonParser json = JSON.createParser(line)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        return false;
      }
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String field = json.currentName();
        topic |= field.equals("topic");
        offset |= field.equals("offset");
        messageId |= field.equals("messageId");
        json.nextToken();
        json.skipChildren();
      }
    } catch (IOException e) {
      return false;
    }
    return topic && offset && !messageId;
  }

  /** Reads the update in a line that {@linkplain #isOne is one}. */
  public static Parsed identified(byte[] line) {
    try {
      byte[] message = valueOf(line);
      if (message == null) {
        return new Parsed.Invalid("value", "missing");
      }
      Parsed parsed = UpdateReader.identified(message);
      return parsed instanceof Parsed.Invalid invalid
          ? new Parsed.Invalid(
              invalid.field().isEmpty() ? "value" : "value." + invalid.field(), invalid.problem())
          : parsed;
    } catch (JsonProcessingException e) {
      return new Parsed.Invalid("", "not JSON: " + FaultText.of(e));
    } catch (IOException _) {
      return new Parsed.Invalid("", "not UTF-8");
    }
  }

  /** Where the message of a line stands in its topic, or null if the line does not say. */
  public static @Nullable MessageOrigin placeOf(byte[] line) {
    String topic = null;
    long partition = -1;
    long offset = -1;
    long timestamp = -1;
    try (JsonParser json = JSON.createParser(line)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        return null;
      }
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String field = json.currentName();
        JsonToken token = json.nextToken();
        if (token == JsonToken.VALUE_STRING && field.equals("topic")) {
          topic = json.getText();
        } else if (token == JsonToken.VALUE_NUMBER_INT) {
          switch (field) {
            case "partition" -> partition = json.getIntValue();
            case "offset" -> offset = json.getLongValue();
            case "timestamp" -> timestamp = json.getLongValue();
            default -> {}
          }
        } else {
          json.skipChildren();
        }
      }
      boolean whole = json.currentToken() == JsonToken.END_OBJECT && json.nextToken() == null;
      return !whole || topic == null || partition < 0 || offset < 0
          ? null
          : new MessageOrigin(topic, (int) partition, offset, timestamp);
    } catch (IOException e) {
      return null;
    }
  }

  /** The bytes of the message in a line, or null where it has none. */
  static byte @Nullable [] valueOf(byte[] line) throws IOException {
    byte[] message = null;
    try (JsonParser json = JSON.createParser(line)) {
      json.nextToken();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        boolean isBytes = json.currentName().equals("valueBase64");
        boolean isValue = isBytes || json.currentName().equals("value");
        JsonToken token = json.nextToken();
        int start = (int) json.currentTokenLocation().getByteOffset();
        if (isValue && token == JsonToken.VALUE_STRING) {
          message =
              isBytes ? json.getBinaryValue() : json.getText().getBytes(StandardCharsets.UTF_8);
        } else if (isValue && token != JsonToken.VALUE_NULL) {
          json.skipChildren();
          json.finishToken();
          message = Arrays.copyOfRange(line, start, (int) json.currentLocation().getByteOffset());
        } else {
          json.skipChildren();
        }
      }
    }
    return message;
  }
}
