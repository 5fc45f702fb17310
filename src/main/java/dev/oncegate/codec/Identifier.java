package dev.oncegate.codec;

import dev.oncegate.core.update.VisibleText;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What ids, keys and types must be: text that people can read and PostgreSQL can hold and index.
 */
public final class Identifier {

  // An entry of a PostgreSQL index has at most 2,704 bytes, and the longest key has three names
  // and an external id.
  private static final int MAX_BYTES = 512;
  private static final int MAX_EXTERNAL_ID_BYTES = 1024;

  private Identifier() {}

  /** What keeps the text from being a name of a space, profile, type and so on, or null. */
  public static @Nullable String fault(String text) {
    return fault(text, MAX_BYTES);
  }

  /** What keeps the text from being the value of an external id, or null. */
  public static @Nullable String faultOfExternalId(String text) {
    return !text.isEmpty() && VisibleText.isBlank(text)
        ? "must not be only white space or invisible characters"
        : fault(text, MAX_EXTERNAL_ID_BYTES);
  }

  /** What keeps the text from being the value of an external id in a message, or null. */
  static @Nullable String faultInMessage(String id) {
    // Whatever is wrong with a blank one: it does not count, and is left out.
    return VisibleText.isBlank(id) ? null : fault(id, MAX_EXTERNAL_ID_BYTES);
  }

  private static @Nullable String fault(String text, int maxBytes) {
    if (text.isEmpty()) {
      return "must not be empty";
    }
    // A char is at most three bytes, so most texts need no count.
    if (3 * text.length() > maxBytes && text.getBytes(StandardCharsets.UTF_8).length > maxBytes) {
      return "has more than " + maxBytes + " bytes";
    }
    return faultOfName(text);
  }

  /** What keeps a text of any length from being a name, or null. */
  static @Nullable String faultOfName(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isISOControl(text.charAt(i))) {
        return String.format("must not contain the control character U+%04X", (int) text.charAt(i));
      }
    }
    return faultOfText(text);
  }

  /** What keeps PostgreSQL from holding the text, or null. */
  public static @Nullable String faultOfText(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0) {
        return "must not contain the character U+0000";
      }
      if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(c)) {
        return "must not contain half of a character (a lone surrogate)";
      }
    }
    return null;
  }
}
