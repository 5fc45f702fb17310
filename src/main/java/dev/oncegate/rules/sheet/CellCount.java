package dev.oncegate.rules.sheet;

import dev.oncegate.core.update.CodePoints;

/** How much the cells of one file hold, within {@link TableLimits}. */
final class CellCount {
  private int cells;
  private long characters;

  /** The text of one cell, if it is not too long. */
  static String bounded(String text) throws UnreadableFileException {
    if (text.length() > TableLimits.CELL_CHARACTERS) {
      throw new UnreadableFileException(
          "has a cell of more than "
              + TableLimits.CELL_CHARACTERS
              + " characters: "
              + CodePoints.cut(text, 40));
    }
    return text;
  }

  /** Counts a cell. */
  void add(Cell cell) throws UnreadableFileException {
    cells++;
    characters += cell.text().length();
    if (cells > TableLimits.CELLS) {
      throw new UnreadableFileException(
          "has more than " + TableLimits.CELLS + " cells with something in them, as no table has");
    }
    if (characters > TableLimits.TEXT_CHARACTERS) {
      throw new UnreadableFileException(
          "has more than "
              + TableLimits.TEXT_CHARACTERS
              + " characters in its cells, as no table has");
    }
  }
}
