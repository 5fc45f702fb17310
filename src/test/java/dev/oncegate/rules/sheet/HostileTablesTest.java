package dev.oncegate.rules.sheet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oncegate.rules.table.TableFile;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Small files that would be large, or slow, if they were read as they ask for. */
@Timeout(60)
class HostileTablesTest {

  @Test
  void aLongTextThatManyCellsShareIsCountedInEachOfThem() {
    var strings = "<sst><si><t>" + " x".repeat(900) + "</t></si></sst>";
    String cells = "<c t=\"s\"><v>0</v></c>".repeat(200);
    var sheet = "<worksheet>" + ("<row>" + cells + "</row>").repeat(200) + "</worksheet>";
    var parts =
        WorkbookParts.with(
            WorkbookParts.smallWith(WorkbookParts.SHEET, sheet),
            WorkbookParts.STRINGS,
            strings.getBytes(StandardCharsets.UTF_8));
    assertThat(problem(parts))
        .isEqualTo("has more than 32000000 characters in its cells, as no table has");
  }

  @Test
  void cellsAreCountedInAllSheets() {
    String cells = "<c><v>1</v></c>".repeat(250);
    var sheet = "<worksheet>" + ("<row>" + cells + "</row>").repeat(4_001) + "</worksheet>";
    assertThat(problem(WorkbookParts.smallWith(WorkbookParts.SHEET, sheet)))
        .isEqualTo("has more than 1000000 cells with something in them, as no table has");
  }

  @Test
  void onePartIsOneSheet() {
    String twice =
        "<workbook xmlns:r=\"x\">" + "<sheet name=\"A\" r:id=\"r1\"/>".repeat(2) + "</workbook>";
    assertThat(problem(WorkbookParts.smallWith(WorkbookParts.WORKBOOK, twice)))
        .isEqualTo(
            "is a damaged workbook: two of its sheets are one part, xl/worksheets/sheet1.xml");
  }

  @Test
  void sheetsAreCounted() {
    var relations = new StringBuilder("<Relationships>");
    var workbook = new StringBuilder("<workbook xmlns:r=\"x\">");
    Map<String, byte[]> parts = WorkbookParts.small();
    for (int i = 0; i <= TableLimits.SHEETS; i++) {
      String target = "worksheets/s" + i + ".xml";
      relations.append("<Relationship Id=\"r" + i + "\" Type=\"x\" Target=\"" + target + "\"/>");
      workbook.append("<sheet name=\"A" + i + "\" r:id=\"r" + i + "\"/>");
      parts = WorkbookParts.with(parts, "xl/" + target, "<x/>".getBytes(StandardCharsets.UTF_8));
    }
    parts = with(parts, WorkbookParts.RELATIONS, relations.append("</Relationships>").toString());
    parts = with(parts, WorkbookParts.WORKBOOK, workbook.append("</workbook>").toString());
    assertThat(problem(parts)).isEqualTo("has more than 100 sheets, as no table has");
  }

  @ParameterizedTest
  @ValueSource(strings = {"n", "e", "str", "inlineStr"})
  void aCellOfAnyKindHasABound(String type) {
    String value = "1".repeat(2_001);
    String content =
        type.equals("inlineStr") ? "<is><t>" + value + "</t></is>" : "<v>" + value + "</v>";
    var sheet = "<worksheet><row><c t=\"" + type + "\">" + content + "</c></row></worksheet>";
    assertThat(problem(WorkbookParts.smallWith(WorkbookParts.SHEET, sheet)))
        .startsWith("has a cell of more than 2000 characters: 1111");
  }

  @Test
  void mergedAreasAndNamesOfSheetsHaveBounds() {
    var sheet = "<worksheet>" + "<mergeCell ref=\"A1:B2\"/>".repeat(10_001) + "</worksheet>";
    assertThat(problem(WorkbookParts.smallWith(WorkbookParts.SHEET, sheet)))
        .isEqualTo("has more than 10000 areas of merged cells");
    var workbook =
        "<workbook xmlns:r=\"x\"><sheet name=\"" + "A".repeat(256) + "\" r:id=\"r1\"/></workbook>";
    assertThat(problem(WorkbookParts.smallWith(WorkbookParts.WORKBOOK, workbook)))
        .isEqualTo("has a sheet whose name is longer than 255 characters");
  }

  @Test
  void aTargetOfAnyLengthMakesAShortSentence() {
    var relations =
        "<Relationships><Relationship Id=\"r1\" Type=\"x\" Target=\"worksheets/"
            + "x".repeat(100_000)
            + "\"/></Relationships>";
    assertThat(problem(WorkbookParts.smallWith(WorkbookParts.RELATIONS, relations)))
        .startsWith("is no workbook: it has no part xl/worksheets/xxx")
        .hasSizeLessThan(1_010);
  }

  @Test
  void blanksInTheMiddleOfManyCellsAreReadInNoTime() {
    String cell = "x" + " ".repeat(1_900) + "x";
    var csv = ("\"" + cell + "\"\n").repeat(5_000).getBytes(StandardCharsets.UTF_8);
    long start = System.nanoTime();
    var problems = new ArrayList<TableProblem>();
    TextSheet.read("a.csv", csv, problems);
    assertThat(problems).isEmpty();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
  }

  @Test
  void aTableOfMistakesEndsWithinItsBound() {
    var problems = new ArrayList<TableProblem>();
    String sheet =
        "<worksheet>"
            + "<row><c t=\"inlineStr\"><is><t>RuleTable</t></is></c></row>".repeat(5_000)
            + "</worksheet>";
    byte[] file =
        WorkbookParts.packed(
            WorkbookParts.smallWith(WorkbookParts.SHEET, sheet), Deflater.BEST_SPEED);
    TableFile.read("a.drl.xlsx", file, problems);
    assertThat(problems).hasSize(TableLimits.PROBLEMS);
  }

  /** The JDK's parser throws what nobody expects where it has no sentence. */
  @Test
  void aDocumentTypeWithOddCharactersIsRefusedAsAnyOther() {
    for (int c = 1; c < 0x300; c++) {
      String sheet = "<!DOCTYPE a [" + (char) c + "]><worksheet/>";
      assertThat(problem(WorkbookParts.smallWith(WorkbookParts.SHEET, sheet)))
          .matches("has a (document type|part xl/worksheets/sheet1.xml).*");
    }
  }

  @Test
  void aWorkbookOfChartsHasNoRows() {
    var workbook = "<workbook xmlns:r=\"x\"/>";
    byte[] file =
        WorkbookParts.packed(
            WorkbookParts.smallWith(WorkbookParts.WORKBOOK, workbook), Deflater.BEST_SPEED);
    var problems = new ArrayList<TableProblem>();
    assertThat(TextSheet.read("cases.xlsx", file, problems)).isEmpty();
    assertThat(problems)
        .extracting(TableProblem::sentence)
        .containsExactly("holds no sheet of cells");
  }

  @ParameterizedTest
  @ValueSource(strings = {"%s", "a\n%s", "\"a\"\"\",%s", "\"\",%s", "a\"b,%s", "\"a\nb\",%s"})
  void columnsOfACsvFileAreCountedBeforeTheyAreTexts(String start) {
    byte[] csv = start.formatted(",".repeat(300)).getBytes(StandardCharsets.UTF_8);
    assertThat(csvProblem(csv)).startsWith("has more than 256 columns in line ");
  }

  @Test
  void commasInQuotesAreNoColumns() {
    byte[] csv = ("\"" + ",".repeat(300) + "\",b\n").getBytes(StandardCharsets.UTF_8);
    var problems = new ArrayList<TableProblem>();
    assertThat(TextSheet.read("a.csv", csv, problems)).hasSize(1);
    assertThat(problems).isEmpty();
  }

  @Test
  void aCellOfACsvFileHasABound() {
    byte[] csv = ("a," + "b".repeat(2_001)).getBytes(StandardCharsets.UTF_8);
    assertThat(csvProblem(csv)).startsWith("has a cell of more than 2000 characters: bbb");
  }

  private static Map<String, byte[]> with(Map<String, byte[]> parts, String name, String part) {
    return WorkbookParts.with(parts, name, part.getBytes(StandardCharsets.UTF_8));
  }

  private static String problem(Map<String, byte[]> parts) {
    return problem("a.drl.xlsx", WorkbookParts.packed(parts, Deflater.BEST_SPEED));
  }

  private static String csvProblem(byte[] csv) {
    return problem("a.drl.csv", csv);
  }

  private static String problem(String name, byte[] file) {
    List<TableProblem> problems = new ArrayList<>();
    assertThat(TableFile.read(name, file, problems)).isNull();
    assertThat(problems).hasSize(1);
    return problems.getFirst().sentence();
  }
}
