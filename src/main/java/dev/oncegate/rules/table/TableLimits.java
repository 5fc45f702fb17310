package dev.oncegate.rules.table;

/**
 * The bounds of a file that is read as a table; beyond them lies no table, but an attack or a
 * mistake.
 */
public final class TableLimits {
  /** Rules in one table. */
  public static final int RULES = 20_000;

  /** A sheet's last row. */
  static final int SHEET_ROWS = 50_000;

  /** A sheet's columns. */
  static final int SHEET_COLUMNS = 256;

  /** Bytes of one file. */
  public static final int FILE_BYTES = 16 << 20;

  /** Bytes that one workbook may unpack to. */
  static final int UNPACKED_BYTES = 64 << 20;

  /** Parts of one workbook. */
  static final int PARTS = 1_000;

  /** Characters of one cell. */
  static final int CELL_CHARACTERS = 2_000;

  private TableLimits() {}
}
