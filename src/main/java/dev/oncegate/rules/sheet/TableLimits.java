package dev.oncegate.rules.sheet;

/**
 * The bounds of a file that is read as a table; beyond them lies no table, but an attack or a
 * mistake.
 */
public final class TableLimits {
  /** Rules in one table. */
  public static final int RULES = 20_000;

  /** Rules in all tables of one rulebook. */
  public static final int RULEBOOK_RULES = 50_000;

  /** A sheet's last row. */
  public static final int SHEET_ROWS = 50_000;

  /** A sheet's columns. */
  public static final int SHEET_COLUMNS = 256;

  /** Bytes of one file. */
  public static final int FILE_BYTES = 16 << 20;

  /** Bytes that one workbook may unpack to. */
  public static final int UNPACKED_BYTES = 64 << 20;

  /** Parts of one workbook. */
  public static final int PARTS = 1_000;

  /** Sheets of one workbook. */
  static final int SHEETS = 100;

  /** Characters of a sheet's name; spreadsheet programs allow 31. */
  static final int NAME_CHARACTERS = 255;

  /** Cells with something in them, in all sheets of one file. */
  static final int CELLS = 1_000_000;

  /** Characters of one cell. */
  public static final int CELL_CHARACTERS = 2_000;

  /**
   * Characters of all cells of one file. Cells may share a text, and be read as one of their own
   * each.
   */
  static final int TEXT_CHARACTERS = 32_000_000;

  /** Areas of merged cells in one sheet. */
  static final int MERGED_AREAS = 10_000;

  /** Problems of one file that are listed; what else is wrong shows when these are mended. */
  public static final int PROBLEMS = 1_000;

  /** Files of one rulebook. */
  public static final int FILES = 1_000;

  /** Bytes of all files of one rulebook. */
  public static final int RULEBOOK_BYTES = 64 << 20;

  private TableLimits() {}
}
