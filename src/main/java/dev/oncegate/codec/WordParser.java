package dev.oncegate.codec;

import com.fasterxml.jackson.databind.JsonNode;
import dev.oncegate.core.update.Resend;
import dev.oncegate.core.update.Rfc3339;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Words that people write into files and requests. What is none throws an {@link
 * IllegalArgumentException} with a sentence for them.
 */
public final class WordParser {
  private WordParser() {}

  /** One of an enum's constants, written in lower case. */
  public static <E extends Enum<E>> E constant(String text, E[] constants) {
    List<String> words =
        Arrays.stream(constants).map(it -> it.name().toLowerCase(Locale.ROOT)).toList();
    int index = words.indexOf(text);
    if (index < 0) {
      throw new IllegalArgumentException(
          "expected "
              + String.join(" or ", words)
              + ", found "
              + text
              + NearestWord.hint(text, words));
    }
    return constants[index];
  }

  public static Resend resend(String text) {
    try {
      return Resend.parse(text);
    } catch (IllegalArgumentException e) {
      List<String> words = List.of(new Resend.Never().word(), new Resend.OnReentry().word());
      throw new IllegalArgumentException(e.getMessage() + NearestWord.hint(text, words), e);
    }
  }

  public static Instant instant(String text) {
    try {
      return Rfc3339.parse(text);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "expected an instant such as 2026-01-31T10:00:00Z, found " + text, e);
    }
  }

  /** What a JSON value is: {@code a number}. */
  public static String kindOf(JsonNode node) {
    return switch (node.getNodeType()) {
      case ARRAY -> "an array";
      case BOOLEAN -> "true or false";
      case NULL -> "null";
      case NUMBER -> "a number";
      case OBJECT, POJO -> "an object";
      case STRING, BINARY -> "a string";
      case MISSING -> "nothing";
    };
  }
}
