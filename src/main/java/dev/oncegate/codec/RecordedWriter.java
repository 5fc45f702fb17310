package dev.oncegate.codec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Writes a message of a topic as a line of a recording, from which {@link RecordedMessage} has the
 * very bytes again, except that a line break between two tokens of JSON becomes a space.
 *
 * <p>A value that is a JSON object, array, number, {@code true} or {@code false} stands there as it
 * is; any other text as a string, so that {@code null} can mean that there is none; bytes that are
 * no UTF-8 stand in Base64 in {@code valueBase64}. Keys and headers are texts, or Base64.
 */
public final class RecordedWriter {
  private static final JsonFactory JSON = BoundedJson.factory();

  private RecordedWriter() {}

  /** The line in UTF-8, without its end. */
  public static byte[] write(TopicMessage message) {
    byte[] value = message.value();
    var line = new ByteArrayBuilder((value == null ? 0 : value.length) + 256);
    MessageOrigin origin = message.origin();
    plain(line, "{\"topic\":");
    quoted(line, origin.topic());
    plain(line, ",\"partition\":" + origin.partition());
    plain(line, ",\"offset\":" + origin.offset());
    plain(line, ",\"timestamp\":" + origin.timestamp());
    field(line, "key", message.key());
    if (value != null && isJson(value)) {
      plain(line, ",\"value\":");
      onOneLine(line, value);
    } else {
      field(line, "value", value);
    }
    if (!message.headers().isEmpty()) {
      headers(line, message);
    }
    line.append('}');
    return line.toByteArray();
  }

  private static void headers(ByteArrayBuilder line, TopicMessage message) {
    plain(line, ",\"headers\":[");
    String before = "{\"key\":";
    for (MessageHeader header : message.headers()) {
      plain(line, before);
      quoted(line, header.name());
      field(line, "value", header.value());
      line.append('}');
      before = ",{\"key\":";
    }
    line.append(']');
  }

  private static void field(ByteArrayBuilder line, String name, byte @Nullable [] bytes) {
    String text = bytes == null ? null : textOf(bytes);
    if (bytes != null && text == null) {
      plain(line, ",\"" + name + "Base64\":\"" + Base64.getEncoder().encodeToString(bytes) + "\"");
      return;
    }
    plain(line, ",\"" + name + "\":");
    if (text == null) {
      plain(line, "null");
    } else {
      quoted(line, text);
    }
  }

  private static void plain(ByteArrayBuilder line, String ascii) {
    for (int i = 0; i < ascii.length(); i++) {
      line.append(ascii.charAt(i));
    }
  }

  private static void quoted(ByteArrayBuilder line, String text) {
    line.append('"');
    line.write(JsonStringEncoder.getInstance().quoteAsUTF8(text));
    line.append('"');
  }

  // Within a string JSON has no line breaks, so these stand between tokens.
  private static void onOneLine(ByteArrayBuilder line, byte[] json) {
    for (byte b : json) {
      line.append(b == '\n' || b == '\r' ? ' ' : b);
    }
  }

  /** Whether the bytes are one JSON value that can stand in a line, and is no string or null. */
  private static boolean isJson(byte[] bytes) {
    return isPlausible(bytes) && textOf(bytes) != null && isParsed(bytes);
  }

  // Control characters are no JSON, and with them the parser would guess at other encodings.
  private static boolean isPlausible(byte[] bytes) {
    boolean begun = false;
    for (byte b : bytes) {
      if (b >= 0 && b < ' ' && b != '\n' && b != '\r' && b != '\t') {
        return false;
      }
      if (!begun && b != ' ' && b != '\n' && b != '\r' && b != '\t') {
        begun = true;
        if (b == '"' || b == 'n' || b < 0) {
          return false;
        }
      }
    }
    return begun;
  }

  private static boolean isParsed(byte[] bytes) {
    try (JsonParser json = JSON.createParser(bytes)) {
      JsonToken first = json.nextToken();
      if (first == null) {
        return false;
      }
      json.skipChildren();
      return json.nextToken() == null;
    } catch (IOException e) {
      return false;
    }
  }

  private static @Nullable String textOf(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }
}
