package dev.oncegate.rules.sheet;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/** Workbooks made of XML, smaller than any that a spreadsheet program writes. */
final class WorkbookParts {
  static final String SHEET = "xl/worksheets/sheet1.xml";
  static final String STRINGS = "xl/sharedStrings.xml";
  static final String WORKBOOK = "xl/workbook.xml";
  static final String RELATIONS = "xl/_rels/workbook.xml.rels";

  private static final Map<String, String> SMALL =
      Map.of(
          WORKBOOK,
          "<workbook xmlns:r=\"x\"><sheets><sheet name=\"A\" r:id=\"r1\"/></sheets></workbook>",
          RELATIONS,
          "<Relationships><Relationship Id=\"r1\" Type=\"x/worksheet\""
              + " Target=\"worksheets/sheet1.xml\"/><Relationship Id=\"r2\""
              + " Type=\"x/sharedStrings\" Target=\"sharedStrings.xml\"/></Relationships>",
          STRINGS,
          "<sst><si><t>RuleTable x</t></si><si><r><t>a </t></r><r><t>b</t></r>"
              + "<rPh sb=\"0\"><t>c</t></rPh></si></sst>",
          SHEET,
          "<worksheet><sheetData><row r=\"2\"><c r=\"A2\" t=\"s\"><v>0</v></c>"
              + "<c r=\"B2\" t=\"s\"><v>1</v></c><c t=\"b\"><v>1</v></c></row><row><c"
              + " t=\"inlineStr\"><is><t xml:space=\"preserve\"> x </t></is></c><c><v>1.5</v></c>"
              + "<c t=\"str\"><f>A1</f><v>y_x000D_</v></c><c t=\"e\"><v>#N/A</v></c><c><f>1</f></c>"
              + "</row></sheetData><mergeCells><mergeCell ref=\"A1:B2\"/></mergeCells></worksheet>");

  private WorkbookParts() {}

  /** A workbook with a cell of each kind. */
  static Map<String, byte[]> small() {
    var parts = new TreeMap<String, byte[]>();
    SMALL.forEach((name, text) -> parts.put(name, text.getBytes(StandardCharsets.UTF_8)));
    return parts;
  }

  /** The same with one part changed. */
  static Map<String, byte[]> with(Map<String, byte[]> parts, String name, byte[] part) {
    var changed = new TreeMap<>(parts);
    changed.put(name, part);
    return changed;
  }

  static Map<String, byte[]> smallWith(String name, String part) {
    return with(small(), name, part.getBytes(StandardCharsets.UTF_8));
  }

  static Map<String, byte[]> unpacked(byte[] workbook) throws IOException {
    var parts = new TreeMap<String, byte[]>();
    try (var zip = new ZipInputStream(new ByteArrayInputStream(workbook))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        parts.put(entry.getName(), zip.readAllBytes());
      }
    }
    return parts;
  }

  static byte[] packed(Map<String, byte[]> parts, int level) {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes)) {
      zip.setLevel(level);
      for (Map.Entry<String, byte[]> part : parts.entrySet()) {
        zip.putNextEntry(new ZipEntry(part.getKey()));
        zip.write(part.getValue());
        zip.closeEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** A workbook whose only sheet has the same cells, written in another way. */
  static Map<String, byte[]> written(Sheet sheet) {
    var xml = new StringBuilder("<worksheet><sheetData>");
    for (int row : sheet.rows()) {
      xml.append("<row r=\"").append(row + 1).append("\">");
      sheet
          .row(row)
          .forEach(
              (column, cell) ->
                  xml.append("<c r=\"")
                      .append(CellName.of(row, column))
                      .append("\" ")
                      .append(content(cell))
                      .append("</c>"));
      xml.append("</row>");
    }
    return smallWith(SHEET, xml.append("</sheetData></worksheet>").toString());
  }

  static Map<String, Cell> cells(Sheet sheet) {
    var cells = new HashMap<String, Cell>();
    for (int row : sheet.rows()) {
      sheet.row(row).forEach((column, cell) -> cells.put(CellName.of(row, column), cell));
    }
    return cells;
  }

  private static String content(Cell cell) {
    return switch (cell.kind()) {
      case TEXT -> "t=\"inlineStr\"><is><t>" + escaped(cell.text()) + "</t></is>";
      case NUMBER -> "><v>" + plain(cell.text()) + "</v>";
      case BOOLEAN -> "t=\"b\"><v>" + (cell.text().equals("TRUE") ? 1 : 0) + "</v>";
      case ERROR -> "t=\"e\"><v>" + plain(cell.text()) + "</v>";
      case FORMULA_WITHOUT_VALUE -> "><f>1</f>";
    };
  }

  /** All but letters and digits as {@code _x0020_}. */
  private static String escaped(String text) {
    var escaped = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean isPlain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      escaped.append(isPlain ? String.valueOf(c) : String.format("_x%04X_", (int) c));
    }
    return escaped.toString();
  }

  private static String plain(String text) {
    var plain = new StringBuilder();
    text.codePoints()
        .forEach(
            point ->
                plain.append(
                    point > ' ' && point < 0x7F && "<>&\"".indexOf(point) < 0
                        ? Character.toString(point)
                        : "&#x" + Integer.toHexString(point) + ";"));
    return plain.toString();
  }
}
