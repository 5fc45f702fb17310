package dev.oncegate.core.decide;

import dev.oncegate.core.update.VisibleText;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Phone numbers as they are compared. All digits stay, in their order, and so do letters; in doubt
 * two spellings are two numbers, since it is worse when a message is kept from somebody than when
 * he gets it twice.
 */
final class PhoneSpelling {
  /** What has fewer is no number, but a text such as {@code unknown}. */
  static final int FEWEST_DIGITS = 3;

  private static final String SCHEME = "tel:";
  private static final String EXTENSION = ";ext=";
  private static final int RADIX = 10;

  /** The katakana letter that Japanese keyboards give for a hyphen. */
  private static final int LONG_VOWEL = 0x30FC;

  /** A number, and behind it parameters as RFC 3966 has them. */
  private static final Pattern PARTS =
      Pattern.compile("(.*?)((?:;\\s*[A-Za-z][A-Za-z0-9-]*\\s*=[^;]*)*)", Pattern.DOTALL);

  private static final Pattern PARAMETER = Pattern.compile(";\\s*([A-Za-z0-9-]+)\\s*=([^;]*)");

  // A letter before it would make it a part of a word: 1-800-FEDEX 12.
  private static final Pattern MARKED_EXTENSION =
      Pattern.compile(
          "(.*[^\\p{L}\\p{M}])(?:extension|ext|x|#)[\\p{P}\\p{Z}\\p{S}]*([0-9][0-9\\p{P}\\p{Z}\\p{S}]*)",
          Pattern.DOTALL | Pattern.CASE_INSENSITIVE);

  private PhoneSpelling() {}

  static String normalised(String id) {
    if (isBare(id)) {
      return id;
    }
    String phone = id;
    String before;
    // What punctuation held apart may be a marker now, and a letter in upper case may compose.
    do {
      before = phone;
      phone = onceMore(VisibleText.of(before));
    } while (!phone.equals(before));
    return phone;
  }

  /** Whether it is digits alone, as most are written: {@code +16505550100}. */
  private static boolean isBare(String phone) {
    int start = phone.startsWith("+") ? 1 : 0;
    int digits = digitsIn(phone);
    return digits >= FEWEST_DIGITS && start + digits == phone.length() && !phone.startsWith("00");
  }

  private static String onceMore(String text) {
    String plain = withAsciiDigitsAndHyphens(text);
    if (digitsIn(plain) < FEWEST_DIGITS) {
      return text;
    }
    if (plain.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      plain = plain.substring(SCHEME.length());
    }
    Matcher parts = PARTS.matcher(plain);
    if (!parts.matches()) {
      throw new IllegalStateException("every text is a number with parameters or without");
    }
    String number = parts.group(1);
    String extension = null;
    var others = new StringBuilder();
    Matcher parameter = PARAMETER.matcher(parts.group(2));
    while (parameter.find()) {
      String name = parameter.group(1).toLowerCase(Locale.ROOT);
      String value = parameter.group(2).strip().toLowerCase(Locale.ROOT);
      String digits = name.equals("ext") && extension == null ? digitsOf(value) : null;
      if (digits != null) {
        extension = digits;
      } else {
        others.append(';').append(name).append('=').append(value);
      }
    }
    if (extension == null) {
      Matcher marked = MARKED_EXTENSION.matcher(number);
      if (marked.matches() && digitsIn(marked.group(1)) >= FEWEST_DIGITS) {
        number = marked.group(1);
        extension = digitsOf(marked.group(2));
      }
    }
    return compact(number) + (extension == null ? "" : EXTENSION + extension) + others;
  }

  /** Digits, letters and what is dialled besides; a plus only in front, where 00 means the same. */
  private static String compact(String number) {
    var compact = new StringBuilder(number.length());
    for (int c : number.codePoints().toArray()) {
      if (!isPunctuation(c) || (c == '+' && compact.isEmpty())) {
        compact.appendCodePoint(c);
      }
    }
    String dialled = compact.toString().toUpperCase(Locale.ROOT);
    return dialled.startsWith("00") ? "+" + dialled.substring(2) : dialled;
  }

  /** The digits of a text that has nothing else but punctuation; null for any other text. */
  private static @Nullable String digitsOf(String text) {
    var digits = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (isDigit(c)) {
        digits.append(c);
      } else if (!isPunctuation(c) && c != '*' && c != '#') {
        return null;
      }
    }
    return digits.isEmpty() ? null : digits.toString();
  }

  private static boolean isPunctuation(int c) {
    return c != '*'
        && c != '#'
        && switch (Character.getType(c)) {
          case Character.CONNECTOR_PUNCTUATION,
              Character.DASH_PUNCTUATION,
              Character.START_PUNCTUATION,
              Character.END_PUNCTUATION,
              Character.INITIAL_QUOTE_PUNCTUATION,
              Character.FINAL_QUOTE_PUNCTUATION,
              Character.OTHER_PUNCTUATION,
              Character.MATH_SYMBOL,
              Character.CURRENCY_SYMBOL,
              Character.MODIFIER_SYMBOL,
              Character.OTHER_SYMBOL,
              Character.SPACE_SEPARATOR,
              Character.LINE_SEPARATOR,
              Character.PARAGRAPH_SEPARATOR ->
              true;
          default -> false;
        };
  }

  private static String withAsciiDigitsAndHyphens(String text) {
    var plain = new StringBuilder(text.length());
    text.codePoints()
        .map(c -> Character.isDigit(c) ? '0' + Character.digit(c, RADIX) : c)
        .map(c -> c == LONG_VOWEL ? '-' : c)
        .forEach(plain::appendCodePoint);
    return plain.toString();
  }

  private static int digitsIn(String plain) {
    int digits = 0;
    for (int i = 0; i < plain.length(); i++) {
      digits += isDigit(plain.charAt(i)) ? 1 : 0;
    }
    return digits;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
