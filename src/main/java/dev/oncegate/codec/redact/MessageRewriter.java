package dev.oncegate.codec.redact;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import dev.oncegate.codec.BoundedJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes one message anew, by its shape; what stays, stays byte for byte. */
final class MessageRewriter {
  private static final JsonFactory JSON = BoundedJson.factory();

  private final byte[] message;
  private final Pseudonyms pseudonyms;
  private final ByteArrayBuilder out;
  private @Nullable String profileId;

  MessageRewriter(byte[] message, Pseudonyms pseudonyms) {
    this.message = message;
    this.pseudonyms = pseudonyms;
    this.out = new ByteArrayBuilder(message.length + 256);
  }

  /** The profile id that the message names, if it does. */
  @Nullable String profileId() {
    return profileId;
  }

  /**
   * The message anew.
   *
   * @throws IOException if it is no JSON
   */
  byte[] as(FieldShape shape) throws IOException {
    try (JsonParser json = JSON.createParser(message)) {
      json.nextToken();
      value(json, shape);
      if (json.nextToken() != null) {
        throw new IOException("more follows after the JSON value");
      }
    }
    return out.toByteArray();
  }

  private void value(JsonParser json, FieldShape shape) throws IOException {
    JsonToken token = json.currentToken();
    switch (shape) {
      case FieldShape.Kept _ when token.isScalarValue() -> copy(json);
      case FieldShape.ProfileId _ when token == JsonToken.VALUE_STRING -> {
        profileId = json.getText();
        copy(json);
      }
      case FieldShape.IdShape(String type) when token == JsonToken.VALUE_STRING ->
          quoted(pseudonyms.of(type, json.getText()));
      case FieldShape.Hash(String prefix) when token == JsonToken.VALUE_STRING ->
          quoted(prefix + pseudonyms.ofHash(json.getText()));
      case FieldShape.Fields(Map<String, FieldShape> fields) when token == JsonToken.START_OBJECT ->
          fields(json, fields);
      case FieldShape.Members(FieldShape each) when token == JsonToken.START_OBJECT ->
          members(json, each);
      case FieldShape.Elements(FieldShape each) when token == JsonToken.START_ARRAY ->
          elements(json, each);
      case FieldShape.ExternalIds(boolean chosenFrom) when token == JsonToken.START_ARRAY ->
          externalIds(json, chosenFrom);
      default -> blank(json);
    }
  }

  private void fields(JsonParser json, Map<String, FieldShape> fields) throws IOException {
    out.append('{');
    boolean any = false;
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.currentName();
      FieldShape shape = fields.get(name);
      json.nextToken();
      if (shape == null) {
        json.skipChildren();
      } else {
        any = name(name, any);
        value(json, shape);
      }
    }
    out.append('}');
  }

  private void members(JsonParser json, FieldShape each) throws IOException {
    out.append('{');
    boolean any = false;
    while (json.nextToken() != JsonToken.END_OBJECT) {
      any = name(json.currentName(), any);
      json.nextToken();
      value(json, each);
    }
    out.append('}');
  }

  private void elements(JsonParser json, FieldShape each) throws IOException {
    out.append('[');
    boolean any = false;
    while (json.nextToken() != JsonToken.END_ARRAY) {
      if (any) {
        out.append(',');
      }
      any = true;
      value(json, each);
    }
    out.append(']');
  }

  private void externalIds(JsonParser json, boolean chosenFrom) throws IOException {
    var ids = new ExternalIdArray(chosenFrom);
    while (json.nextToken() != JsonToken.END_ARRAY) {
      ids.read(json);
    }
    byte[] written = ids.write(pseudonyms);
    out.write(written, 0, written.length);
  }

  private boolean name(String name, boolean any) {
    if (any) {
      out.append(',');
    }
    quoted(name);
    out.append(':');
    return true;
  }

  private void copy(JsonParser json) throws IOException {
    int start = (int) json.currentTokenLocation().getByteOffset();
    json.finishToken();
    out.write(message, start, (int) json.currentLocation().getByteOffset() - start);
  }

  private void quoted(String text) {
    out.append('"');
    byte[] quoted = JsonStringEncoder.getInstance().quoteAsUTF8(text);
    out.write(quoted, 0, quoted.length);
    out.append('"');
  }

  // Of the same kind, so that what was wrong in its place before is wrong after.
  private void blank(JsonParser json) throws IOException {
    byte[] blank = blankOf(json.currentToken()).getBytes(StandardCharsets.US_ASCII);
    json.skipChildren();
    out.write(blank, 0, blank.length);
  }

  static String blankOf(JsonToken token) {
    return switch (token) {
      case START_OBJECT -> "{}";
      case START_ARRAY -> "[]";
      case VALUE_STRING -> "\"\"";
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "0";
      case VALUE_TRUE -> "true";
      case VALUE_FALSE -> "false";
      case VALUE_NULL -> "null";
      case NOT_AVAILABLE, END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT ->
          throw new IllegalStateException("no value begins with " + token);
    };
  }
}
