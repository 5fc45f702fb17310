package dev.oncegate.rules.sheet;

/**
 * The bounds of a file that is read as a table; beyond them lies no table, but an attack or a
 * mistake.
 */
public final class TableLimits {
  /** Rules in one table. */
  public static final int RULES = 20_000;

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

  /** Characters of one cell. */
  public static final int CELL_CHARACTERS = 2_000;

  private TableLimits() {}
}
