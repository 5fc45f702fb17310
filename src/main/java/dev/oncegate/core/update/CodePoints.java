package dev.oncegate.core.update;

import java.util.Locale;

/**
 * Strings as Unicode code points: their order, which differs from Java's own beyond U+FFFF, and how
 * they are shown.
 */
public final class CodePoints {
  private CodePoints() {}

  /** Compares as UTF-8 bytes or UTF-32 units would: negative, zero or positive. */
  @SuppressWarnings("ReferenceEquality") // What is the same need not be looked at.
  public static int compare(String a, String b) {
    if (a == b) {
      return 0;
    }
    int length = Math.min(a.length(), b.length());
    for (int i = 0; i < length; i++) {
      char x = a.charAt(i);
      char y = b.charAt(i);
      if (x != y) {
        // A surrogate stands for a code point above every single char.
        boolean xIsHigh = Character.isSurrogate(x);
        boolean yIsHigh = Character.isSurrogate(y);
        if (xIsHigh != yIsHigh) {
          return xIsHigh ? 1 : -1;
        }
        return x - y;
      }
    }
    return a.length() - b.length();
  }

  /**
   * A message's text with what nobody sees written as {@code U+200B}: control and format
   * characters, blanks but the common one, variation selectors, fillers. Line feeds stay.
   */
  public static String visible(String text) {
    return visible(text, true);
  }

  /** The same on one line: line feeds are written as {@code U+000A} too. */
  public static String oneLine(String text) {
    return visible(text, false);
  }

  /** A text's beginning, with an ellipsis where it was longer. */
  public static String cut(String text, int longest) {
    if (text.length() <= longest) {
      return text;
    }
    // No half of a character at the end.
    int end = Character.isHighSurrogate(text.charAt(longest - 1)) ? longest - 1 : longest;
    return text.substring(0, end) + "…";
  }

  private static String visible(String text, boolean lines) {
    int plain = 0;
    while (plain < text.length() && text.charAt(plain) >= ' ' && text.charAt(plain) < 0x7F) {
      plain++;
    }
    if (plain == text.length()) {
      return text;
    }
    var visible = new StringBuilder(text.length() + 16);
    text.codePoints()
        .forEach(
            point -> {
              if (point == '\n' ? lines : isSeen(point)) {
                visible.appendCodePoint(point);
              } else {
                visible.append(String.format(Locale.ROOT, "U+%04X", point));
              }
            });
    return visible.toString();
  }

  private static boolean isSeen(int point) {
    return switch (Character.getType(point)) {
      case Character.SPACE_SEPARATOR -> point == ' ';
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED ->
          false;
      default -> !isFiller(point);
    };
  }

  /** Letters and marks that have no shape. */
  private static boolean isFiller(int point) {
    return point == 0x034F
        || point == 0x115F
        || point == 0x1160
        || point == 0x17B4
        || point == 0x17B5
        || (point >= 0x180B && point <= 0x180F)
        || point == 0x2800
        || point == 0x3164
        || (point >= 0xFE00 && point <= 0xFE0F)
        || point == 0xFFA0
        || (point >= 0xE0100 && point <= 0xE01EF);
  }
}
