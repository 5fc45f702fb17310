package dev.oncegate.rules.sheet;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The cells of an Office Open XML workbook (ISO/IEC 29500), whoever wrote it: with shared or inline
 * strings, with or without cell references.
 */
public final class XlsxFile {
  private static final String WORKBOOK = "xl/workbook.xml";
  private static final Pattern ESCAPE = Pattern.compile("_x([0-9A-Fa-f]{4})_");

  private final String file;
  private final XlsxParts parts;
  private final List<String> sharedStrings = new ArrayList<>();
  private final CellCount cells = new CellCount();

  private XlsxFile(String file, XlsxParts parts) {
    this.file = file;
    this.parts = parts;
  }

  /** All sheets, in the workbook's order. */
  public static List<Sheet> read(String file, byte[] bytes) throws UnreadableFileException {
    return read(file, XlsxParts.unpack(bytes));
  }

  /** The sheets of a workbook that is unpacked. */
  static List<Sheet> read(String file, XlsxParts parts) throws UnreadableFileException {
    return new XlsxFile(file, parts).sheets();
  }

  private List<Sheet> sheets() throws UnreadableFileException {
    String workbook = workbookPart();
    String folder = workbook.substring(0, workbook.lastIndexOf('/') + 1);
    String rels = folder + "_rels/" + workbook.substring(folder.length()) + ".rels";
    var targets = new HashMap<String, String>();
    String strings = null;
    var relations = new XmlPart(rels, parts.part(rels));
    while (relations.next()) {
      if (relations.starts("Relationship")) {
        String target = resolved(folder, required(relations, "Target"));
        targets.put(required(relations, "Id"), target);
        if (required(relations, "Type").endsWith("/sharedStrings")) {
          strings = target;
        }
      }
    }
    if (strings != null) {
      readSharedStrings(strings);
    }
    return readSheets(workbook, targets);
  }

  private String workbookPart() throws UnreadableFileException {
    if (parts.has("_rels/.rels")) {
      var relations = new XmlPart("_rels/.rels", parts.part("_rels/.rels"));
      while (relations.next()) {
        if (relations.starts("Relationship")
            && required(relations, "Type").endsWith("/officeDocument")) {
          return resolved("", required(relations, "Target"));
        }
      }
    }
    return WORKBOOK;
  }

  private List<Sheet> readSheets(String workbook, Map<String, String> targets)
      throws UnreadableFileException {
    var sheets = new ArrayList<Sheet>();
    var seen = new HashSet<String>();
    var part = new XmlPart(workbook, parts.part(workbook));
    while (part.next()) {
      if (part.starts("sheet")) {
        String target = targets.get(required(part, "id"));
        // A chart or dialog sheet has no cells.
        if (target != null && target.contains("worksheets/")) {
          if (!seen.add(target)) {
            throw new UnreadableFileException(
                "is a damaged workbook: two of its sheets are one part, " + target);
          }
          if (seen.size() > TableLimits.SHEETS) {
            throw new UnreadableFileException(
                "has more than " + TableLimits.SHEETS + " sheets, as no table has");
          }
          String name = unescaped(required(part, "name"));
          if (name.length() > TableLimits.NAME_CHARACTERS) {
            throw new UnreadableFileException(
                "has a sheet whose name is longer than "
                    + TableLimits.NAME_CHARACTERS
                    + " characters");
          }
          sheets.add(readSheet(name, target));
        }
      }
    }
    return sheets;
  }

  private static String resolved(String folder, String target) {
    return target.startsWith("/") ? target.substring(1) : folder + target;
  }

  private static String required(XmlPart part, String attribute) throws UnreadableFileException {
    String value = part.attribute(attribute);
    if (value == null) {
      throw new UnreadableFileException(
          "is a damaged workbook: an attribute " + attribute + " is missing");
    }
    return value;
  }

  private void readSharedStrings(String name) throws UnreadableFileException {
    var part = new XmlPart(name, parts.part(name));
    while (part.next()) {
      if (part.starts("si")) {
        sharedStrings.add(richText(part, "si"));
      }
    }
  }

  /** The text of all runs up to the element's end; how it is to be pronounced is left out. */
  private static String richText(XmlPart part, String element) throws UnreadableFileException {
    var text = new StringBuilder();
    boolean inText = false;
    boolean phonetic = false;
    while (part.next() && !part.ends(element)) {
      if (part.starts("rPh") || part.ends("rPh")) {
        phonetic = part.starts("rPh");
      } else if (part.starts("t") || part.ends("t")) {
        inText = part.starts("t");
      } else if (part.isText() && inText && !phonetic) {
        text.append(unescaped(part.text()));
      }
    }
    return text.toString();
  }

  /**
   * A text as people see it. Characters that XML does not keep, such as a carriage return, are
   * stored as {@code _x000D_}, and an underscore that would begin the like as {@code _x005F_}
   * (ISO/IEC 29500-1, ST_Xstring).
   */
  private static String unescaped(String stored) {
    return stored.contains("_x")
        ? ESCAPE
            .matcher(stored)
            .replaceAll(
                escape ->
                    Matcher.quoteReplacement(
                        Character.toString((char) Integer.parseInt(escape.group(1), 16))))
        : stored;
  }

  private Sheet readSheet(String name, String target) throws UnreadableFileException {
    var sheet = new Sheet(file, name);
    var part = new XmlPart(target, parts.part(target));
    int row = -1;
    int column = -1;
    while (part.next()) {
      if (part.starts("row")) {
        row = number(part.attribute("r"), row);
        column = -1;
      } else if (part.starts("c")) {
        String reference = part.attribute("r");
        column = reference == null ? column + 1 : CellName.columnOf(reference);
        Cell cell = readCell(part);
        if (column < 0 || row < 0) {
          throw new UnreadableFileException("has a cell named " + reference, name);
        }
        // A cell that only has a format is none: it may be in the last row that there is.
        if (!cell.isBlank()) {
          requireWithin(name, row, column);
          cells.add(cell);
          sheet.put(row, column, cell);
        }
      } else if (part.starts("mergeCell")) {
        if (sheet.merged().size() == TableLimits.MERGED_AREAS) {
          throw new UnreadableFileException(
              "has more than " + TableLimits.MERGED_AREAS + " areas of merged cells", name);
        }
        sheet.merge(area(required(part, "ref")));
      }
    }
    return sheet;
  }

  private static void requireWithin(String sheet, int row, int column)
      throws UnreadableFileException {
    if (row >= TableLimits.SHEET_ROWS || column >= TableLimits.SHEET_COLUMNS) {
      throw new UnreadableFileException(
          "has something in cell "
              + CellName.of(row, column)
              + ", beyond "
              + (row >= TableLimits.SHEET_ROWS
                  ? "row " + TableLimits.SHEET_ROWS
                  : "column " + CellName.column(TableLimits.SHEET_COLUMNS - 1))
              + ", where no table goes",
          sheet);
    }
  }

  /** A row's own number, or else the next. */
  private static int number(@Nullable String attribute, int previous)
      throws UnreadableFileException {
    if (attribute == null) {
      return previous + 1;
    }
    int row = CellName.rowOf(attribute);
    if (row < 0) {
      throw new UnreadableFileException("has a row numbered " + attribute);
    }
    return row;
  }

  private static Sheet.Area area(String reference) throws UnreadableFileException {
    int colon = reference.indexOf(':');
    String first = colon < 0 ? reference : reference.substring(0, colon);
    String last = colon < 0 ? reference : reference.substring(colon + 1);
    var area =
        new Sheet.Area(
            CellName.rowOf(first),
            CellName.columnOf(first),
            CellName.rowOf(last),
            CellName.columnOf(last));
    if (area.firstRow() < 0
        || area.firstColumn() < 0
        || area.lastRow() < 0
        || area.lastColumn() < 0) {
      throw new UnreadableFileException("merges cells named " + reference);
    }
    return area;
  }

  private Cell readCell(XmlPart part) throws UnreadableFileException {
    String type = part.attribute("t");
    boolean formula = false;
    String value = null;
    while (part.next() && !part.ends("c")) {
      if (part.starts("f")) {
        formula = true;
      } else if (part.starts("v")) {
        value = plainText(part);
      } else if (part.starts("is")) {
        value = richText(part, "is");
      }
    }
    if (value == null || (value.isEmpty() && formula && !"str".equals(type))) {
      return formula ? new Cell(Cell.CellKind.FORMULA_WITHOUT_VALUE, "") : Cell.EMPTY;
    }
    return switch (type == null ? "n" : type) {
      case "s" -> Cell.text(CellCount.bounded(shared(value)));
      case "str" -> Cell.text(CellCount.bounded(unescaped(value)));
      case "inlineStr" -> Cell.text(CellCount.bounded(value));
      case "b" -> new Cell(Cell.CellKind.BOOLEAN, value.equals("1") ? "TRUE" : "FALSE");
      case "e" -> new Cell(Cell.CellKind.ERROR, CellCount.bounded(value));
      default -> new Cell(Cell.CellKind.NUMBER, CellCount.bounded(value));
    };
  }

  private static String plainText(XmlPart part) throws UnreadableFileException {
    var text = new StringBuilder();
    while (part.next() && !part.ends("v")) {
      if (part.isText()) {
        text.append(part.text());
      }
    }
    return text.toString();
  }

  private String shared(String value) throws UnreadableFileException {
    int index = CellName.rowOf("A" + value) + 1;
    if (index < 0 || index >= sharedStrings.size() || value.isEmpty()) {
      throw new UnreadableFileException(
          "is a damaged workbook: there is no shared string " + value);
    }
    return sharedStrings.get(index);
  }
}
