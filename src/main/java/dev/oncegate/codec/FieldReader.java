package dev.oncegate.codec;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.oncegate.core.update.Rfc3339;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Reads and checks single fields. */
final class FieldReader {
  private FieldReader() {}

  /** A name without a bound, since the database has no index of it. */
  static String filled(JsonParser json, String field) throws IOException, InvalidFieldException {
    expect(json, field, JsonToken.VALUE_STRING, "a string");
    String text = json.getText();
    if (text.isEmpty()) {
      throw new InvalidFieldException(field, "must not be empty");
    }
    return sound(field, text, Identifier.faultOfName(text));
  }

  /** A text that names something in the database's indexes, and so has a bound. */
  static String name(JsonParser json, String field) throws IOException, InvalidFieldException {
    expect(json, field, JsonToken.VALUE_STRING, "a string");
    return sound(field, json.getText(), Identifier.fault(json.getText()));
  }

  /** The value of an external id, which may be blank. */
  static String externalId(JsonParser json, String field)
      throws IOException, InvalidFieldException {
    expect(json, field, JsonToken.VALUE_STRING, "a string");
    return sound(field, json.getText(), Identifier.faultInMessage(json.getText()));
  }

  /** A text for people, or a trait's value. */
  static String text(JsonParser json, String field) throws IOException, InvalidFieldException {
    expect(json, field, JsonToken.VALUE_STRING, "a string");
    return sound(field, json.getText(), Identifier.faultOfText(json.getText()));
  }

  private static String sound(String field, String text, @Nullable String fault)
      throws InvalidFieldException {
    if (fault != null) {
      throw new InvalidFieldException(field, fault);
    }
    return text;
  }

  static Instant instant(JsonParser json, String field) throws IOException, InvalidFieldException {
    expect(json, field, JsonToken.VALUE_STRING, "an RFC 3339 instant");
    String text = json.getText();
    try {
      return Rfc3339.parse(text);
    } catch (DateTimeException e) {
      throw new InvalidFieldException(
          field,
          "must be an RFC 3339 instant such as 2026-11-22T10:00:00.000Z, found "
              + FaultText.quote(text));
    }
  }

  static boolean flag(JsonParser json, String field) throws InvalidFieldException {
    return switch (json.currentToken()) {
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      default -> throw new InvalidFieldException(field, "must be true or false" + found(json));
    };
  }

  static void expect(JsonParser json, String field, JsonToken token, String what)
      throws InvalidFieldException {
    if (json.currentToken() != token) {
      throw new InvalidFieldException(field, "must be " + what + found(json));
    }
  }

  static <T> T present(String field, @Nullable T value) throws InvalidFieldException {
    if (value == null) {
      throw new InvalidFieldException(field, "missing");
    }
    return value;
  }

  /** The value, unless the field was there before: which of two would be meant, nobody knows. */
  static <T> T once(String field, @Nullable T before, T value) throws InvalidFieldException {
    if (before != null) {
      throw new InvalidFieldException(field, "is given twice");
    }
    return value;
  }

  static String found(JsonParser json) {
    JsonToken token = json.currentToken();
    if (token == null) {
      return ", found nothing";
    }
    return switch (token) {
      case START_OBJECT -> ", found an object";
      case START_ARRAY -> ", found an array";
      case VALUE_STRING -> ", found a string";
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> ", found a number";
      case VALUE_TRUE, VALUE_FALSE -> ", found a boolean";
      case VALUE_NULL -> ", found null";
      default -> "";
    };
  }
}
