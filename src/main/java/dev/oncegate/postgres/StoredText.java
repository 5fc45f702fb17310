package dev.oncegate.postgres;

import org.jspecify.annotations.Nullable;

/**
 * Writes any Java text so that PostgreSQL can hold it and read back the same. A message may carry
 * the character U+0000 or half a surrogate pair, which no text column takes: one such id must not
 * keep a whole batch from being written. Such characters, and the separator that keys are built
 * with, follow an escape character; every other text, which is nearly all, stays as it is.
 */
final class StoredText {
  /** Stands between the parts that a key is the hash of. */
  static final char SEPARATOR = '\u001F';

  private static final char ESCAPE = '\u001B';
  private static final int HEX = 16;
  private static final int DIGITS = 4;

  private StoredText() {}

  static String of(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (mayBeSpecial(text.charAt(i)) && isSpecial(text, i)) {
        return escaped(text, i);
      }
    }
    return text;
  }

  static @Nullable String ofNullable(@Nullable String text) {
    return text == null ? null : of(text);
  }

  static String read(String stored) {
    int escape = stored.indexOf(ESCAPE);
    if (escape < 0) {
      return stored;
    }
    var text = new StringBuilder(stored.length());
    int from = 0;
    while (escape >= 0) {
      int end = escape + 1 + DIGITS;
      text.append(stored, from, escape)
          .append((char) Integer.parseInt(stored.substring(escape + 1, end), HEX));
      from = end;
      escape = stored.indexOf(ESCAPE, from);
    }
    return text.append(stored, from, stored.length()).toString();
  }

  private static String escaped(String text, int from) {
    var stored = new StringBuilder(text.length() + 2 * DIGITS).append(text, 0, from);
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (isSpecial(text, i)) {
        stored.append(ESCAPE).append(String.format("%04x", (int) c));
      } else {
        stored.append(c);
      }
    }
    return stored.toString();
  }

  /** Two comparisons for each character of each text, and no in nearly all of them. */
  private static boolean mayBeSpecial(char c) {
    return c < ' ' || c >= Character.MIN_SURROGATE;
  }

  private static boolean isSpecial(String text, int at) {
    char c = text.charAt(at);
    return c == 0
        || c == ESCAPE
        || c == SEPARATOR
        || (Character.isSurrogate(c) && isHalf(text, at));
  }

  private static boolean isHalf(String text, int at) {
    char c = text.charAt(at);
    return Character.isHighSurrogate(c)
        ? at + 1 == text.length() || !Character.isLowSurrogate(text.charAt(at + 1))
        : at == 0 || !Character.isHighSurrogate(text.charAt(at - 1));
  }
}
