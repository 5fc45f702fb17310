package dev.oncegate.replay.report;

import java.util.ArrayList;
import java.util.List;

/** Text in lines of about the same width, since SVG breaks none by itself. */
final class WrappedText {
  private static final int FIRST_WIDE = 0x2E80;

  private WrappedText() {}

  /**
   * Breaks a text at its blanks, and words that are longer than a line.
   *
   * @param width of a line in characters; one of East Asia counts as two
   * @param most how many lines; the last ends in an ellipsis if there would be more
   */
  static List<String> lines(String text, int width, int most) {
    var lines = new ArrayList<String>();
    String line = "";
    for (String word : text.strip().split("\\s+", -1)) {
      String rest = word;
      String longer = line.isEmpty() ? rest : line + " " + rest;
      if (width(longer) <= width) {
        line = longer;
        continue;
      }
      if (!line.isEmpty()) {
        lines.add(line);
      }
      while (width(rest) > width) {
        String part = start(rest, width);
        lines.add(part);
        rest = rest.substring(part.length());
      }
      line = rest;
    }
    lines.add(line);
    if (lines.size() > most) {
      lines.subList(most, lines.size()).clear();
      lines.set(most - 1, start(lines.getLast(), width - 1) + "…");
    }
    return lines;
  }

  /** The text, or its start and an ellipsis where it is longer than a line. */
  static String cut(String text, int width) {
    return width(text) <= width ? text : start(text, width - 1) + "…";
  }

  private static String start(String text, int width) {
    int end = 0;
    int used = 0;
    while (end < text.length()) {
      int point = text.codePointAt(end);
      used += width(point);
      if (used > width) {
        break;
      }
      end += Character.charCount(point);
    }
    return text.substring(0, end);
  }

  private static int width(String text) {
    return text.codePoints().map(WrappedText::width).sum();
  }

  private static int width(int point) {
    return point >= FIRST_WIDE ? 2 : 1;
  }
}
