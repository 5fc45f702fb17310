package dev.oncegate.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
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

  /** A copy in which a cell of the dedupe table says something else. */
  static Path with(Path directory, String cell, String text) throws IOException {
    copy(directory);
    Path table = directory.resolve("dedupe.drl.xlsx");
    var at = new CellReference(cell);
    byte[] changed;
    try (var workbook = WorkbookFactory.create(Files.newInputStream(table));
        var out = new ByteArrayOutputStream()) {
      workbook.getSheetAt(0).getRow(at.getRow()).getCell(at.getCol()).setCellValue(text);
      workbook.write(out);
      changed = out.toByteArray();
    }
    Files.write(table, changed);
    return directory;
  }
}
