package dev.oncegate.core.update;

/** The order of strings by Unicode code points, which differs from Java's own beyond U+FFFF. */
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
}
