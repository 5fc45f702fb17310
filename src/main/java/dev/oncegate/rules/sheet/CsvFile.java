package dev.oncegate.rules.sheet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** Comma-separated values by RFC 4180, in UTF-8, with or without a byte order mark. */
public final class CsvFile {
  private static final CSVFormat FORMAT = CSVFormat.RFC4180.builder().setTrailingData(false).get();

  /** What spreadsheet programs write between values, by place; a comma is right. */
  private static final String SEPARATORS = ",;\t|";

  private static final String[] SEPARATOR_NAMES = {"commas", "semicolons", "tabs", "bars (|)"};

  private static final String SAVE_AS = "save it as \"CSV UTF-8 (comma delimited)\"";

  /** Takes one row after the other. */
  interface CsvRows {
    /**
     * Takes a row.
     *
     * @param line the line at which it begins, from 1
     */
    void take(CSVRecord row, long line) throws UnreadableFileException;
  }

  private CsvFile() {}

  public static Sheet read(String file, byte[] bytes) throws UnreadableFileException {
    var sheet = new Sheet(file, file.substring(0, file.indexOf('.')));
    var cells = new CellCount();
    read(
        bytes,
        (row, _) -> {
          int number = (int) row.getRecordNumber() - 1;
          for (int column = 0; column < row.size(); column++) {
            Cell cell = Cell.text(CellCount.bounded(row.get(column)));
            if (!cell.isBlank()) {
              cells.add(cell);
              sheet.put(number, column, cell);
            }
          }
        });
    return sheet;
  }

  static void read(byte[] bytes, CsvRows rows) throws UnreadableFileException {
    String text = decoded(bytes);
    requireCommas(text);
    requireFewColumns(text);
    // A quoted cell may go over several lines; what counts is where the row begins.
    long line = 1;
    try (CSVParser parser = CSVParser.parse(text, FORMAT)) {
      try {
        for (CSVRecord row : parser) {
          if (row.getRecordNumber() > TableLimits.SHEET_ROWS) {
            throw new UnreadableFileException("has more than " + TableLimits.SHEET_ROWS + " rows");
          }
          rows.take(row, line);
          line = parser.getCurrentLineNumber() + 1;
        }
      } catch (UncheckedIOException e) {
        throw new UnreadableFileException(quotes(line, parser.getCurrentLineNumber(), isAtEnd(e)));
      }
    } catch (IOException e) {
      throw new UnreadableFileException(quotes(line, line, isAtEnd(e)));
    }
  }

  private static boolean isAtEnd(Exception e) {
    return String.valueOf(e.getMessage()).contains("EOF");
  }

  private static String quotes(long begin, long line, boolean atEnd) {
    return atEnd
        ? "is no CSV: a quote in the row that begins in line " + begin + " is never closed"
        : "is no CSV: in line "
            + Math.max(begin, line)
            + " something stands between a closing quote and the comma; a quote within a cell is"
            + " written twice";
  }

  private static void requireCommas(String text) throws UnreadableFileException {
    int[] counts = new int[SEPARATORS.length()];
    boolean quoted = false;
    for (int i = 0; i < text.length(); i++) {
      quoted ^= text.charAt(i) == '"';
      int separator = quoted ? -1 : SEPARATORS.indexOf(text.charAt(i));
      if (separator >= 0) {
        counts[separator]++;
      }
    }
    for (int separator = 1; separator < counts.length; separator++) {
      if (counts[separator] > counts[0]) {
        throw new UnreadableFileException(
            "its columns are separated by "
                + SEPARATOR_NAMES[separator]
                + ", and must be by commas; "
                + SAVE_AS
                + ", or as .drl.xlsx where a program writes no commas");
      }
    }
  }

  /**
   * Counts the cells of each row before the parser makes texts of them, which take far more memory
   * than the file does.
   */
  private static void requireFewColumns(String text) throws UnreadableFileException {
    int columns = 1;
    long line = 1;
    boolean quoted = false;
    boolean begins = true;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      line += c == '\n' ? 1 : 0;
      if (c == '"' && (quoted || begins)) {
        // Of two quotes within a quoted cell the first ends it, and the second begins it again.
        quoted = !quoted;
        begins = true;
      } else if (!quoted) {
        begins = c == ',' || c == '\n' || c == '\r';
        columns = c == ',' ? columns + 1 : begins ? 1 : columns;
      }
      if (columns > TableLimits.SHEET_COLUMNS) {
        throw new UnreadableFileException(
            "has more than " + TableLimits.SHEET_COLUMNS + " columns in line " + line);
      }
    }
  }

  private static String decoded(byte[] bytes) throws UnreadableFileException {
    if (bytes.length > 1 && bytes[0] == 'P' && bytes[1] == 'K') {
      throw new UnreadableFileException("is a workbook and no CSV; name it .xlsx, or " + SAVE_AS);
    }
    if (isWide(bytes)) {
      throw new UnreadableFileException(
          "is in UTF-16 (\"Unicode text\"), and must be in UTF-8; " + SAVE_AS);
    }
    ByteBuffer in = ByteBuffer.wrap(bytes);
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(in).toString();
      return text.startsWith("\ufeff") ? text.substring(1) : text;
    } catch (CharacterCodingException _) {
      long line = 1;
      for (int i = 0; i < in.position(); i++) {
        line += bytes[i] == '\n' ? 1 : 0;
      }
      throw new UnreadableFileException(
          "is not in UTF-8, line "
              + line
              + "; it may be in Windows-1252, as spreadsheet programs write plain \"CSV\": "
              + SAVE_AS);
    }
  }

  /** Two bytes a character: by its mark, or because Latin letters have a zero byte each. */
  private static boolean isWide(byte[] bytes) {
    if (bytes.length > 1 && (bytes[0] & bytes[1] & 0xfe) == 0xfe && bytes[0] != bytes[1]) {
      return true;
    }
    int zeros = 0;
    for (byte b : bytes) {
      zeros += b == 0 ? 1 : 0;
    }
    return zeros > bytes.length / 4;
  }
}
