package dev.oncegate.rules.table;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** Comma-separated values by RFC 4180, in UTF-8, with or without a byte order mark. */
final class CsvFile {
  static final CSVFormat FORMAT = CSVFormat.RFC4180.builder().setTrailingData(false).get();

  private CsvFile() {}

  static Sheet read(String file, byte[] bytes) throws UnreadableFile {
    var sheet = new Sheet(file, file.substring(0, file.indexOf('.')));
    try (CSVParser parser = CSVParser.parse(decoded(bytes), FORMAT)) {
      int row = 0;
      for (CSVRecord record : parser) {
        if (row >= Limits.SHEET_ROWS) {
          throw new UnreadableFile("has more than " + Limits.SHEET_ROWS + " rows");
        }
        if (record.size() > Limits.SHEET_COLUMNS) {
          throw new UnreadableFile("has more than " + Limits.SHEET_COLUMNS + " columns");
        }
        for (int column = 0; column < record.size(); column++) {
          sheet.put(row, column, Cell.text(record.get(column)));
        }
        row++;
      }
    } catch (IOException | UncheckedIOException e) {
      throw new UnreadableFile("is no CSV by RFC 4180: " + e.getMessage());
    }
    return sheet;
  }

  static String decoded(byte[] bytes) throws UnreadableFile {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return text.startsWith("\ufeff") ? text.substring(1) : text;
    } catch (CharacterCodingException _) {
      throw new UnreadableFile("is not in UTF-8; save it as \"CSV UTF-8\"");
    }
  }
}
