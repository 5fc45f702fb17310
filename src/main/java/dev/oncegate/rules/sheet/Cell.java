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

  // White space of every kind: no-break, ideographic and of no width too.
  private static final String BLANK = "[\\s\\p{Z}\u0085\u180e\u200b\u2060\ufeff]";
  private static final Pattern OUTER = Pattern.compile("^" + BLANK + "+|" + BLANK + "+$");
  private static final Pattern ODD_BLANK = Pattern.compile("\\p{Zs}");

  public static Cell text(String text) {
    // Spreadsheet programs and people leave blanks around words, and no-break ones between them.
    String trimmed = OUTER.matcher(text).replaceAll("");
    return new Cell(CellKind.TEXT, ODD_BLANK.matcher(trimmed).replaceAll(" "));
  }

  public boolean isBlank() {
    return kind != CellKind.FORMULA_WITHOUT_VALUE && text.isEmpty();
  }
}
