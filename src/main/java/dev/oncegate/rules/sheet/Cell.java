package dev.oncegate.rules.sheet;

import java.util.regex.Pattern;

/**
 * What a cell holds, as text; a formula's cell holds what was computed.
 *
 * @param kind what the file says it is
 */
public record Cell(CellKind kind, String text) {
  public enum CellKind {
    TEXT,
    NUMBER,
    BOOLEAN,
    ERROR,
    FORMULA_WITHOUT_VALUE
  }

  public static final Cell EMPTY = new Cell(CellKind.TEXT, "");

  private static final Pattern ODD_BLANK = Pattern.compile("\\p{Zs}");

  public static Cell text(String text) {
    // Spreadsheet programs and people leave blanks around words, and no-break ones between them.
    int start = 0;
    int end = text.length();
    while (start < end && isBlank(text.charAt(start))) {
      start++;
    }
    while (end > start && isBlank(text.charAt(end - 1))) {
      end--;
    }
    String trimmed = text.substring(start, end);
    return new Cell(CellKind.TEXT, ODD_BLANK.matcher(trimmed).replaceAll(" "));
  }

  /** White space of every kind: no-break, ideographic and of no width too. */
  private static boolean isBlank(char c) {
    return (c >= '\t' && c <= '\r')
        || c == '\u0085'
        || c == '\u180e'
        || c == '\u200b'
        || c == '\u2060'
        || c == '\ufeff'
        || Character.isSpaceChar(c);
  }

  public boolean isBlank() {
    return kind != CellKind.FORMULA_WITHOUT_VALUE && text.isEmpty();
  }
}
