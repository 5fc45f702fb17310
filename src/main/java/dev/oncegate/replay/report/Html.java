package dev.oncegate.replay.report;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;

/**
 * Writes HTML and SVG, element by element. Every text and every attribute's value is escaped, so
 * that no profile's id becomes markup.
 */
final class Html {
  private final StringBuilder out = new StringBuilder();
  private final Deque<String> open = new ArrayDeque<>();

  /** Begins an element; attributes are names and values in turn. */
  Html open(String element, String... attributes) {
    tag(element, attributes);
    out.append('>');
    open.push(element);
    return this;
  }

  /** Ends the element that was begun last. */
  Html close() {
    out.append("</").append(open.pop()).append('>');
    return this;
  }

  /** Ends the element that was begun last, and its line. */
  Html closeLine() {
    return close().line();
  }

  /** An element that holds nothing but text. */
  Html element(String element, String text, String... attributes) {
    return open(element, attributes).text(text).close();
  }

  /** An element that holds nothing. */
  Html empty(String element, String... attributes) {
    tag(element, attributes);
    // In HTML the slash does nothing; in SVG an element without it would hold all that follows.
    out.append("/>");
    return this;
  }

  Html text(String text) {
    escape(text);
    return this;
  }

  /** Breaks the line where blanks do not matter, for those who look at the source. */
  Html line() {
    out.append('\n');
    return this;
  }

  /** The program's own text, such as a style sheet: as it is. */
  Html verbatim(String own) {
    out.append(own);
    return this;
  }

  /** A number for people, the same in every country. */
  static String number(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** {@code 12.3 %}. */
  static String percent(double percent) {
    return String.format(Locale.ROOT, "%.1f %%", percent);
  }

  private void tag(String element, String... attributes) {
    out.append('<').append(element);
    for (int i = 0; i < attributes.length; i += 2) {
      out.append(' ').append(attributes[i]).append("=\"");
      escape(attributes[i + 1]);
      out.append('"');
    }
  }

  private void escape(String text) {
    text.codePoints()
        .forEach(
            point -> {
              switch (point) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                default -> out.appendCodePoint(isShown(point) ? point : '\ufffd');
              }
            });
  }

  // What HTML does not allow, half a character, and what turns the reading direction around.
  private static boolean isShown(int point) {
    boolean control = Character.isISOControl(point) && point != '\n' && point != '\t';
    boolean turns = (point >= 0x202A && point <= 0x202E) || (point >= 0x2066 && point <= 0x2069);
    return !control && !turns && Character.getType(point) != Character.SURROGATE;
  }

  /** The whole text; every element must be closed. */
  @Override
  public String toString() {
    if (!open.isEmpty()) {
      throw new IllegalStateException("still open: " + open);
    }
    return out.toString();
  }
}
