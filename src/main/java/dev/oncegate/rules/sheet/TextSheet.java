package dev.oncegate.rules.sheet;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;

/** A file of rows that is no decision table: a CSV file, or a workbook's first sheet, as text. */
public final class TextSheet {
  private TextSheet() {}

  /**
   * A row that is not blank.
   *
   * @param place {@code cases.csv:5} by lines, {@code cases.xlsx!Cases!5} by rows
   * @param cells empty texts where there is nothing
   */
  public record Line(String place, List<String> cells) {}

  /** All rows of a file; what keeps it from being read is added to the list. */
  public static List<Line> read(String file, byte[] bytes, List<TableProblem> problems) {
    try {
      return file.endsWith(".csv") ? ofCsv(file, bytes) : ofWorkbook(file, bytes, problems);
    } catch (UnreadableFileException unreadable) {
      problems.add(unreadable.in(file));
      return List.of();
    }
  }

  private static List<Line> ofCsv(String file, byte[] bytes) throws UnreadableFileException {
    var lines = new ArrayList<Line>();
    CsvFile.read(
        bytes,
        (row, line) -> {
          var cells = new ArrayList<String>();
          for (String cell : row) {
            cells.add(Cell.text(CellCount.bounded(cell)).text());
          }
          add(lines, file + ":" + line, cells);
        });
    return lines;
  }

  private static List<Line> ofWorkbook(String file, byte[] bytes, List<TableProblem> problems)
      throws UnreadableFileException {
    List<Sheet> sheets = XlsxFile.read(file, bytes);
    if (sheets.isEmpty()) {
      throw new UnreadableFileException("holds no sheet of cells");
    }
    Sheet sheet = sheets.getFirst();
    var lines = new ArrayList<Line>();
    for (int row : sheet.rows()) {
      NavigableMap<Integer, Cell> filled = sheet.row(row);
      var cells = new ArrayList<String>();
      for (int column = 0; column <= filled.lastKey(); column++) {
        Cell cell = sheet.cell(row, column);
        if (cell.kind() == Cell.CellKind.FORMULA_WITHOUT_VALUE) {
          problems.add(sheet.problem(row, column, "holds a formula that was never computed"));
        }
        cells.add(cell.text());
      }
      add(lines, file + "!" + sheet.name() + "!" + (row + 1), cells);
    }
    return lines;
  }

  private static void add(List<Line> lines, String place, List<String> cells) {
    if (!cells.stream().allMatch(String::isEmpty)) {
      lines.add(new Line(place, List.copyOf(cells)));
    }
  }
}
