package dev.oncegate.rules.sheet;

/** Names of cells as spreadsheet programs show them: {@code C14} for row 13 and column 2. */
public final class CellName {
  /** The last column that spreadsheet programs have, XFD. */
  static final int LAST_COLUMN = 16_383;

  private CellName() {}

  public static String of(int row, int column) {
    return column(column) + (row + 1);
  }

  public static String column(int column) {
    var name = new StringBuilder();
    for (int rest = column + 1; rest > 0; rest = (rest - 1) / 26) {
      name.insert(0, (char) ('A' + (rest - 1) % 26));
    }
    return name.toString();
  }

  /** The column of a cell's name, or -1 if it is no name of a cell. */
  static int columnOf(String name) {
    int column = 0;
    int letters = 0;
    while (letters < name.length() && letters < 4 && isLetter(name.charAt(letters))) {
      column = column * 26 + (name.charAt(letters) - 'A' + 1);
      letters++;
    }
    return letters == 0 || column - 1 > LAST_COLUMN ? -1 : column - 1;
  }

  /** The row of a cell's name, or -1 if it is no name of a cell. */
  static int rowOf(String name) {
    int at = 0;
    while (at < name.length() && isLetter(name.charAt(at))) {
      at++;
    }
    String digits = name.substring(at);
    boolean good = !digits.isEmpty() && digits.length() < 9;
    for (int i = 0; i < digits.length(); i++) {
      good &= digits.charAt(i) >= '0' && digits.charAt(i) <= '9';
    }
    return good ? Integer.parseInt(digits) - 1 : -1;
  }

  private static boolean isLetter(char c) {
    return c >= 'A' && c <= 'Z';
  }
}
