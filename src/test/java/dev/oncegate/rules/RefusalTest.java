package dev.oncegate.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oncegate.rules.table.Problem;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.poi.ss.util.CellRangeAddress;
import org.apache.poi.xssf.usermodel.XSSFSheet;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A spreadsheet is data: what else it may hold is refused, with the cell. */
@NullUnmarked
class RefusalTest {
  private static final String NAME = "dedupe.drl.xlsx";
  private static final int TEMPLATES = 8;
  private static final int HEADINGS = 9;
  private static final int FIRST = 10;

  private static List<Problem> problems(byte[] dedupe) throws Exception {
    var files = new TreeMap<>(RulebookFiles.shipped().tables());
    files.put(NAME, dedupe);
    return problems(files);
  }

  private static List<Problem> problems(Map<String, byte[]> files) {
    return RulebookLoader.load(RulebookFiles.of(files)) instanceof Load.Refused refused
        ? refused.problems()
        : List.of();
  }

  private static byte[] shipped() throws Exception {
    return Files.readAllBytes(Path.of("decision-tables", NAME));
  }

  /** The one problem that a change of the shipped workbook makes. */
  private static Problem problem(Consumer<XSSFSheet> change) throws Exception {
    List<Problem> problems = problems(Workbooks.edit(shipped(), change));
    assertThat(problems).hasSize(1);
    return problems.getFirst();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '^',
      value = {
        "a misspelt word~11~2~new_externl_id~C12~`new_externl_id` is no trigger: did you mean `new_external_id`?",
        "a word in the wrong case~11~3~No~D12~`No` is no member: did you mean `no`?",
        "a misspelt action~11~12~SEND LATST~M12~`SEND LATST` is no action: did you mean `SEND LATEST`?",
        "a reason that is no word~11~13~Not a word~N12~reason 'Not a word'",
        "code in a condition~11~9~x\" || eval(true) || \"~J12~a cell holds data, not code",
        "code in an action~11~12~DROP\"); System.exit(1); //~M12~is no action",
        "code in a name~11~0~x\" when eval(true) then end rule \"y~A12~a name is a sentence",
        "a comma too many~11~2~unknown,,value_changed~C12~a word is missing",
        "an attribute that is none~8~2~forall(||){triger == \"$\"}~C9~did you mean `trigger`?",
        "eval in a header~8~2~eval($param)~C9~is accepted as a condition",
        "MVEL in a header~8~2~trigger == \"$param\" || System.exit(1)~C9~is accepted as a condition",
        "code in an action's header~8~12~System.exit(1); //$param~M9~is accepted, or reason, or route",
        "a fact of another class~7~1~$s : java.lang.Runtime~B8~is accepted above the conditions",
        "another import~3~1~java.lang.System~B4~only dev.oncegate.rules.engine.Facts",
        "two imports in a cell~3~1~dev.oncegate.rules.engine.Facts, java.io.File~B4~only dev.oncegate.rules.engine.Facts",
        "no first row wins~4~1~false~B5~only true: the first row wins",
        "a column of no kind~6~2~CONDITON~C7~did you mean `CONDITION`?",
        "a priority~6~2~PRIORITY~C7~is no part of the vocabulary",
        "functions~1~0~Functions~A2~it holds data, not code",
        "queries~1~0~Queries~A2~it holds data, not code",
        "variables~1~0~Variables~A2~it holds data, not code",
        "declared types~1~0~Declare~A2~it holds data, not code"
      })
  void isRefusedAtItsCell(
      String what, int row, int column, String text, String cell, String sentence)
      throws Exception {
    Problem problem = problem(sheet -> Workbooks.set(sheet, row, column, text));

    assertThat(problem.address()).isEqualTo(NAME + "!Dedupe!" + cell);
    assertThat(problem.sentence()).contains(sentence);
  }

  @Test
  void everyProblemIsNamedNotOnlyTheFirst() throws Exception {
    List<Problem> problems =
        problems(
            Workbooks.edit(
                shipped(),
                sheet -> {
                  Workbooks.set(sheet, FIRST, 2, "unknwn");
                  Workbooks.set(sheet, FIRST + 2, 5, "maybe");
                }));

    assertThat(problems).extracting(Problem::cell).containsExactly("C11", "F13");
  }

  @Test
  void aFormulaThatFailsIsRefused() throws Exception {
    Problem problem =
        problem(sheet -> sheet.getRow(FIRST).getCell(2).setCellErrorValue((byte) 0x17));

    assertThat(problem.cell()).isEqualTo("C11");
    assertThat(problem.sentence()).contains("a formula that fails: #REF!");
  }

  @Test
  void aFormulaThatWasNeverComputedIsRefused() throws Exception {
    byte[] workbook =
        Workbooks.editPart(
            Workbooks.edit(shipped(), sheet -> sheet.getRow(FIRST).getCell(2).setCellFormula("A1")),
            "xl/worksheets/sheet1.xml",
            xml -> xml.replaceAll("(<f>A1</f>)<v>[^<]*</v>", "$1"));

    assertThat(problems(workbook))
        .singleElement()
        .satisfies(problem -> assertThat(problem.sentence()).contains("never computed"));
  }

  @Test
  void aFormulaThatGivesAWordIsThatWord() throws Exception {
    byte[] workbook =
        Workbooks.edit(
            shipped(),
            sheet -> {
              var cell = sheet.getRow(FIRST).getCell(2);
              cell.setCellFormula("\"un\"&\"known\"");
              sheet
                  .getWorkbook()
                  .getCreationHelper()
                  .createFormulaEvaluator()
                  .evaluateFormulaCell(cell);
            });

    assertThat(problems(workbook)).isEmpty();
  }

  @Test
  void numbersAndTruthValuesAreRefused() throws Exception {
    assertThat(problem(sheet -> sheet.getRow(FIRST).getCell(9).setCellValue(7)).sentence())
        .contains("holds the number 7")
        .contains("format the cell as text");
    assertThat(problem(sheet -> sheet.getRow(FIRST).getCell(1).setCellValue(true)).sentence())
        .contains("`yes` or `no`");
  }

  @Test
  void mergedCellsOfRulesAreRefused() throws Exception {
    Problem problem =
        problem(sheet -> sheet.addMergedRegion(new CellRangeAddress(FIRST, FIRST + 1, 2, 2)));

    assertThat(problem.cell()).isEqualTo("C11");
    assertThat(problem.sentence()).contains("merged cells are not accepted");
  }

  @Test
  void aColumnThatSaysNothingToTheRulesIsRefusedUnlessItIsForPeople() throws Exception {
    Problem problem =
        problem(
            sheet -> {
              Workbooks.set(sheet, HEADINGS, 16, "Colour");
              Workbooks.set(sheet, FIRST, 16, "red");
            });
    assertThat(problem.cell()).isEqualTo("Q10");
    assertThat(problem.sentence()).contains("`Colour` is no column of the table");

    assertThat(
            problems(
                Workbooks.edit(
                    shipped(),
                    sheet -> {
                      Workbooks.set(sheet, HEADINGS, 16, "Notes of the team");
                      Workbooks.set(sheet, FIRST, 16, "red = \"ask Ann\"");
                    })))
        .isEmpty();
  }

  @Test
  void twoColumnsForOneAttributeAreRefused() throws Exception {
    Problem problem =
        problem(sheet -> Workbooks.set(sheet, TEMPLATES, 3, "forall(||){trigger == \"$\"}"));

    assertThat(problem.sentence()).isEqualTo("column C asks about `trigger` already");
  }

  @Test
  void aRowWithoutActionIsRefused() throws Exception {
    Problem problem = problem(sheet -> sheet.getRow(FIRST).getCell(12).setBlank());

    assertThat(problem.cell()).isEqualTo("M11");
    assertThat(problem.sentence()).isEqualTo("this row states no action");
  }

  @Test
  void blankRowsBetweenRulesAreNoRules() throws Exception {
    byte[] workbook =
        Workbooks.edit(shipped(), sheet -> sheet.shiftRows(12, sheet.getLastRowNum(), 2));

    assertThat(problems(workbook)).isEmpty();
  }

  @Test
  void aSecondTableIsRefusedWhereverItIs() throws Exception {
    Problem copied = problem(sheet -> sheet.getWorkbook().cloneSheet(0));
    assertThat(copied.address()).isEqualTo(NAME + "!Dedupe (2)!A6");
    assertThat(copied.sentence()).contains("second table");

    Problem below =
        problem(sheet -> sheet.createRow(30).createCell(0).setCellValue("RuleTable More"));
    assertThat(below.cell()).isEqualTo("A31");
  }

  @Test
  void aSheetOfNotesIsWelcomeAndOneOfKeywordsIsNot() throws Exception {
    assertThat(
            problems(
                Workbooks.edit(
                    shipped(),
                    sheet ->
                        sheet
                            .getWorkbook()
                            .createSheet("Notes")
                            .createRow(0)
                            .createCell(0)
                            .setCellValue("Ask Ann"))))
        .isEmpty();
    Problem problem =
        problem(
            sheet ->
                sheet
                    .getWorkbook()
                    .createSheet("X")
                    .createRow(2)
                    .createCell(1)
                    .setCellValue("functions"));
    assertThat(problem.address()).isEqualTo(NAME + "!X!B3");
  }

  @Test
  void moreThanTheLimitOfRowsIsRefused() {
    var rules = new ArrayList<String>();
    for (int i = 0; i <= 20_000; i++) {
      rules.add("destinationType=t" + i + " -> DROP x");
    }
    var refused = (Load.Refused) Tables.load(rules);

    assertThat(refused.problems())
        .singleElement()
        .satisfies(
            problem -> assertThat(problem.sentence()).isEqualTo("a table has at most 20000 rows"));
  }

  @Test
  void aZipBombIsRefused() throws Exception {
    byte[] bomb =
        Workbooks.editPart(
            shipped(),
            "xl/worksheets/sheet1.xml",
            xml -> xml.replace("</worksheet>", " ".repeat(65 << 20) + "</worksheet>"));

    assertThat(bomb.length).isLessThan(1 << 20);
    assertThat(problems(bomb))
        .singleElement()
        .satisfies(
            problem -> assertThat(problem.sentence()).contains("unpacks to more than 64 MB"));
  }

  @ParameterizedTest
  @CsvSource({"xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml"})
  void documentTypesAndEntitiesAreRefused(String part) throws Exception {
    Path secret = Files.createTempFile("secret", ".txt");
    Files.writeString(secret, "unknown");
    byte[] workbook =
        Workbooks.editPart(
            shipped(),
            part,
            xml -> {
              int root = xml.indexOf('<', xml.indexOf("?>"));
              String type = "<!DOCTYPE x [<!ENTITY e SYSTEM \"" + secret.toUri() + "\">]>";
              return xml.substring(0, root) + type + xml.substring(root).replace("unknown", "&e;");
            });

    assertThat(problems(workbook))
        .singleElement()
        .satisfies(
            problem -> assertThat(problem.sentence()).contains("document type or an entity"));
  }

  @Test
  void aHalfSavedFileIsRefused() throws Exception {
    byte[] whole = shipped();

    assertThat(problems(Arrays.copyOf(whole, whole.length / 2)))
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.address()).isEqualTo(NAME);
              assertThat(problem.sentence()).contains("half saved");
            });
    assertThat(problems(new byte[0]))
        .singleElement()
        .satisfies(problem -> assertThat(problem.sentence()).isEqualTo("is empty"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "dedupe2.xlsx|is no table: tables are named",
        "dedupe.xls|is no table: tables are named",
        "dedupe.csv|is no table: tables are named",
        "more.drl|is code",
        "dedupe.drl.csv|is the same table as dedupe.drl.xlsx"
      })
  void aFileThatIsNoTableIsRefused(String name, String sentence) {
    var files = new TreeMap<>(RulebookFiles.shipped().tables());
    files.put(name, "x".getBytes(StandardCharsets.UTF_8));

    assertThat(problems(files))
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.file()).isEqualTo(name);
              assertThat(problem.sentence()).contains(sentence);
            });
  }

  @ParameterizedTest
  @CsvSource({
    "~$dedupe.drl.xlsx",
    ".~lock.dedupe.drl.xlsx#",
    ".DS_Store",
    "dedupe.drl.xlsx~",
    "README.md"
  })
  void whatProgramsLeaveBesideTheTablesDoesNoHarm(String name) {
    var files = new TreeMap<>(RulebookFiles.shipped().tables());
    files.put(name, new byte[] {1});

    assertThat(problems(files)).isEmpty();
    assertThat(RulebookFiles.of(files).hash()).isEqualTo(RulebookFiles.shipped().hash());
  }

  @ParameterizedTest
  @CsvSource({"dedupe.drl.xlsx", "routing.drl.xlsx", "safety.yaml"})
  void aMissingFileIsRefused(String name) {
    var files = new TreeMap<>(RulebookFiles.shipped().tables());
    files.remove(name);

    assertThat(problems(files)).hasSize(1);
  }

  @Test
  void csvThatIsNoneIsRefused() {
    var files = new TreeMap<>(RulebookFiles.shipped().tables());
    files.remove(NAME);
    files.put("dedupe.drl.csv", "a,\"b\nc".getBytes(StandardCharsets.UTF_8));
    assertThat(problems(files))
        .singleElement()
        .satisfies(problem -> assertThat(problem.sentence()).contains("no CSV by RFC 4180"));

    files.put("dedupe.drl.csv", "caf\u00e9".getBytes(StandardCharsets.ISO_8859_1));
    assertThat(problems(files))
        .singleElement()
        .satisfies(problem -> assertThat(problem.sentence()).contains("not in UTF-8"));

    files.put("dedupe.drl.csv", "RuleSet;x\nRuleTable;x".getBytes(StandardCharsets.UTF_8));
    assertThat(problems(files))
        .singleElement()
        .satisfies(problem -> assertThat(problem.sentence()).contains("separated by semicolons"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "properties: [{name: a, nver: {verdict: {action: SEND}}}]|did you mean `never`?",
        "properties: [{name: a, never: {situation: {membr: yes}, verdict: {action: SEND}}}]|did you mean `member`?",
        "properties: [{name: a, never: {situation: {trigger: unknwn}, verdict: {action: SEND}}}]|did you mean `unknown`?",
        "properties: [{name: a, never: {verdict: {action: SNED}}}]|did you mean `SEND`?",
        "properties: [{name: a, never: {situation: {member: yes}}}]|verdict",
        "properties: [{never: {verdict: {action: SEND}}}]|needs a `name:`",
        "propertys: []|must hold `properties:`",
        "properties: [|is no YAML"
      })
  void anUnknownWordInSafetyPropertiesIsRefused(String yaml, String sentence) {
    var refused =
        (Load.Refused) RulebookLoader.load(Tables.files(Tables.TREE, Tables.DEFAULT_ROUTE, yaml));

    assertThat(refused.problems())
        .anySatisfy(
            problem -> {
              assertThat(problem.file()).isEqualTo("safety.yaml");
              assertThat(problem.sentence()).contains(sentence);
            });
  }
}
