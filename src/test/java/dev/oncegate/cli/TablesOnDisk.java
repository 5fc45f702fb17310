package dev.oncegate.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.poi.ss.usermodel.Cell;
import org.apache.poi.ss.usermodel.Sheet;
import org.apache.poi.ss.usermodel.WorkbookFactory;
import org.apache.poi.ss.util.CellReference;

/** Copies of the shipped tables, and cells changed in them as a spreadsheet program would. */
final class TablesOnDisk {
  private static final Path SHIPPED = Path.of("decision-tables");

  private TablesOnDisk() {}

  static Path copy(Path directory) throws IOException {
    Files.createDirectories(directory);
    try (DirectoryStream<Path> files = Files.newDirectoryStream(SHIPPED)) {
      for (Path file : files) {
        Files.copy(file, directory.resolve(file.getFileName().toString()));
      }
    }
    return directory;
  }

  /** A change of the dedupe table's sheet. */
  interface Edit {
    void of(Sheet sheet);
  }

  /** A copy in which a cell of the dedupe table says something else. */
  static Path with(Path directory, String cell, String text) throws IOException {
    return edited(directory, sheet -> cell(sheet, cell).setCellValue(text));
  }

  /** A copy with an empty row where that one, from 1, and those below move down. */
  static Path withRowAt(Path directory, int row, String... cellsAndTexts) throws IOException {
    return edited(
        directory,
        sheet -> {
          sheet.shiftRows(row - 1, sheet.getLastRowNum(), 1);
          sheet.createRow(row - 1);
          for (int i = 0; i < cellsAndTexts.length; i += 2) {
            var at = new CellReference(cellsAndTexts[i]);
            sheet.getRow(at.getRow()).createCell(at.getCol()).setCellValue(cellsAndTexts[i + 1]);
          }
        });
  }

  /** A copy without a row, from 1; those below move up. */
  static Path withoutRow(Path directory, int row) throws IOException {
    return edited(
        directory,
        sheet -> {
          sheet.removeRow(sheet.getRow(row - 1));
          sheet.shiftRows(row, sheet.getLastRowNum(), -1);
        });
  }

  static Cell cell(Sheet sheet, String cell) {
    var at = new CellReference(cell);
    return sheet.getRow(at.getRow()).getCell(at.getCol());
  }

  static Path edited(Path directory, Edit edit) throws IOException {
    copy(directory);
    Path table = directory.resolve("dedupe.drl.xlsx");
    byte[] changed;
    try (var workbook = WorkbookFactory.create(Files.newInputStream(table));
        var out = new ByteArrayOutputStream()) {
      edit.of(workbook.getSheetAt(0));
      workbook.write(out);
      changed = out.toByteArray();
    }
    Files.write(table, changed);
    return directory;
  }
}
