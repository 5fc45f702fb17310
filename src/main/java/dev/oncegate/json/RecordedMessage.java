package dev.oncegate.json;

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
 * "value"}}, where the value is the message, as JSON or as a string that holds JSON.
 */
public final class RecordedMessage {
  private static final JsonFactory JSON = new JsonFactory();

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
        return new Parsed.Bad("value", "missing");
      }
      Parsed parsed = UpdateReader.identified(message);
      return parsed instanceof Parsed.Bad bad
          ? new Parsed.Bad(bad.field().isEmpty() ? "value" : "value." + bad.field(), bad.problem())
          : parsed;
    } catch (JsonProcessingException e) {
      return new Parsed.Bad("", "not JSON: " + Sentences.of(e));
    } catch (IOException e) {
      return new Parsed.Bad("", "not UTF-8: " + e.getMessage());
    }
  }

  private static byte @Nullable [] valueOf(byte[] line) throws IOException {
    byte[] message = null;
    try (JsonParser json = JSON.createParser(line)) {
      json.nextToken();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        boolean isValue = json.currentName().equals("value");
        JsonToken token = json.nextToken();
        int start = (int) json.currentTokenLocation().getByteOffset();
        if (isValue && token == JsonToken.VALUE_STRING) {
          message = json.getText().getBytes(StandardCharsets.UTF_8);
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
