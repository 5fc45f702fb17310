package dev.oncegate.rules;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.apache.poi.ss.usermodel.DataFormatter;
import org.apache.poi.ss.usermodel.Row;
import org.apache.poi.xssf.usermodel.XSSFSheet;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;

/** Spreadsheets opened and saved by Apache POI, a library that the program does not have. */
final class Workbooks {
  private Workbooks() {}

  /** The workbook with its first sheet changed. */
  static byte[] edit(byte[] workbook, Consumer<XSSFSheet> change) {
    try (var book = new XSSFWorkbook(new ByteArrayInputStream(workbook));
        var out = new ByteArrayOutputStream()) {
      change.accept(book.getSheetAt(0));
      book.write(out);
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sets a cell by its row and column from 0. */
  static void set(XSSFSheet sheet, int row, int column, String text) {
    sheet
        .getRow(row)
        .getCell(column, Row.MissingCellPolicy.CREATE_NULL_AS_BLANK)
        .setCellValue(text);
  }

  static String cell(byte[] workbook, int row, int column) {
    var text = new StringBuilder();
    edit(workbook, sheet -> text.append(sheet.getRow(row).getCell(column).getStringCellValue()));
    return text.toString();
  }

  /** The first sheet as CSV by RFC 4180. */
  static String csv(byte[] workbook) {
    var text = new StringBuilder();
    var format = new DataFormatter();
    edit(
        workbook,
        sheet -> {
          for (int r = 0; r <= sheet.getLastRowNum(); r++) {
            Row row = sheet.getRow(r);
            for (int c = 0; row != null && c < row.getLastCellNum(); c++) {
              String cell = format.formatCellValue(row.getCell(c));
              text.append(c == 0 ? "" : ",")
                  .append('"')
                  .append(cell.replace("\"", "\"\""))
                  .append('"');
            }
            text.append("\r\n");
          }
        });
    return text.toString();
  }

  /** The workbook with one of its XML parts changed as text. */
  static byte[] editPart(byte[] workbook, String part, UnaryOperator<String> change) {
    try (var in = new ZipInputStream(new ByteArrayInputStream(workbook));
        var bytes = new ByteArrayOutputStream();
        var out = new ZipOutputStream(bytes)) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        byte[] content = in.readAllBytes();
        if (entry.getName().equals(part)) {
          content =
              change
                  .apply(new String(content, StandardCharsets.UTF_8))
                  .getBytes(StandardCharsets.UTF_8);
        }
        out.putNextEntry(new ZipEntry(entry.getName()));
        out.write(content);
        out.closeEntry();
      }
      out.finish();
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
