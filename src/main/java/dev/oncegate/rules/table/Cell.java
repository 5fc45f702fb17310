package dev.oncegate.rules.table;

/**
 * What a cell holds, as text; a formula's cell holds what was computed.
 *
 * @param kind what the file says it is
 */
record Cell(Kind kind, String text) {
  enum Kind {
    TEXT,
    NUMBER,
    BOOLEAN,
    ERROR,
    FORMULA_WITHOUT_VALUE
  }

  static final Cell EMPTY = new Cell(Kind.TEXT, "");

  static Cell text(String text) {
    // Spreadsheet programs and people leave blanks, and no-break ones, around words.
    return new Cell(Kind.TEXT, text.replace('\u00a0', ' ').strip());
  }

  boolean isBlank() {
    return kind != Kind.FORMULA_WITHOUT_VALUE && text.isEmpty();
  }
}
