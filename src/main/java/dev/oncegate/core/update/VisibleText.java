package dev.oncegate.core.update;

import java.text.Normalizer;

/**
 * A text as people see it: by Unicode's NFKC, without format and control characters, and without
 * white space of any kind at its ends. Two texts that look the same are mostly the same then.
 */
public final class VisibleText {
  private VisibleText() {}

  /** The text as it is seen; what is seen of that is the same again. */
  public static String of(String text) {
    if (isPlain(text)) {
      return text;
    }
    String seen = text;
    String before;
    // What stood on both sides of an invisible character may compose now.
    do {
      before = seen;
      seen = trimmed(withoutInvisible(Normalizer.normalize(before, Normalizer.Form.NFKC)));
    } while (!seen.equals(before));
    return seen;
  }

  /** Whether nothing of the text is seen. */
  public static boolean isBlank(String text) {
    return (text.isEmpty() || !isPrintable(text.charAt(0))) && of(text).isEmpty();
  }

  /** Nearly every text is printable ASCII, of which each is seen as it is. */
  private static boolean isPlain(String text) {
    int length = text.length();
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (!isPrintable(c) && !(c == ' ' && i > 0 && i < length - 1)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isPrintable(char c) {
    return c > ' ' && c <= '~';
  }

  private static String withoutInvisible(String text) {
    var visible = new StringBuilder(text.length());
    text.codePoints()
        .filter(
            c ->
                Character.getType(c) != Character.FORMAT
                    && Character.getType(c) != Character.CONTROL)
        .forEach(visible::appendCodePoint);
    return visible.toString();
  }

  private static String trimmed(String text) {
    int start = 0;
    int end = text.length();
    while (start < end && Character.isSpaceChar(text.charAt(start))) {
      start++;
    }
    while (end > start && Character.isSpaceChar(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(start, end);
  }
}
