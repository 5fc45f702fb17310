package dev.oncegate.rules;

import static dev.oncegate.rules.Refusals.problems;
import static dev.oncegate.rules.Refusals.shipped;
import static org.assertj.core.api.Assertions.assertThat;

import dev.oncegate.rules.sheet.TableProblem;
import java.util.List;
import java.util.function.Consumer;
import org.apache.poi.ss.util.CellRangeAddress;
import org.apache.poi.xssf.usermodel.XSSFSheet;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A spreadsheet is data: what else its cells may hold is refused, with the cell. */
@NullUnmarked
class RefusalTest {
  private static final String NAME = Refusals.NAME;
  private static final int TEMPLATES = 8;
  private static final int HEADINGS = 9;
  private static final int FIRST = 10;

  /** The one problem that a change of the shipped workbook makes. */
  private static TableProblem problem(Consumer<XSSFSheet> change) throws Exception {
    List<TableProblem> problems = problems(Workbooks.edit(shipped(), change));
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
    TableProblem problem = problem(sheet -> Workbooks.set(sheet, row, column, text));

    assertThat(problem.address()).isEqualTo(NAME + "!Dedupe!" + cell);
    assertThat(problem.sentence()).contains(sentence);
  }

  @Test
  void everyProblemIsNamedNotOnlyTheFirst() throws Exception {
    List<TableProblem> problems =
        problems(
            Workbooks.edit(
                shipped(),
                sheet -> {
                  Workbooks.set(sheet, FIRST, 2, "unknwn");
                  Workbooks.set(sheet, FIRST + 2, 5, "maybe");
                }));

    assertThat(problems).extracting(TableProblem::cell).containsExactly("C11", "F13");
  }

  @Test
  void aFormulaThatFailsIsRefused() throws Exception {
    TableProblem problem =
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
  void numbersAndTruthValuesThatAreNoWordAreRefused() throws Exception {
    assertThat(problem(sheet -> sheet.getRow(FIRST).getCell(9).setCellValue(7)).sentence())
        .contains("holds the number 7")
        .contains("format the cell as text");
    assertThat(problem(sheet -> sheet.getRow(FIRST).getCell(1).setCellValue(1)).sentence())
        .contains("holds the number 1")
        .contains("write `yes` or `no`");
    assertThat(problem(sheet -> sheet.getRow(FIRST).getCell(9).setCellValue(true)).sentence())
        .contains("holds the truth value TRUE");
  }

  @Test
  void somethingFarBelowOrBesideTheTableIsRefusedWithItsCell() throws Exception {
    TableProblem below =
        problem(sheet -> sheet.createRow(1_048_575).createCell(2).setCellValue("unknown"));
    assertThat(below.sentence()).contains("in cell C1048576, beyond row 50000");
    TableProblem beside =
        problem(sheet -> sheet.getRow(FIRST).createCell(16_383).setCellValue("x"));
    assertThat(beside.sentence()).contains("in cell XFD11, beyond column IV");
  }

  @Test
  void mergedCellsOfRulesAreRefused() throws Exception {
    TableProblem problem =
        problem(sheet -> sheet.addMergedRegion(new CellRangeAddress(FIRST, FIRST + 1, 2, 2)));

    assertThat(problem.cell()).isEqualTo("C11");
    assertThat(problem.sentence()).contains("merged cells are not accepted");
  }

  @Test
  void aColumnThatSaysNothingToTheRulesIsRefusedUnlessItIsForPeople() throws Exception {
    TableProblem problem =
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
    TableProblem problem =
        problem(sheet -> Workbooks.set(sheet, TEMPLATES, 3, "forall(||){trigger == \"$\"}"));

    assertThat(problem.sentence()).isEqualTo("column C asks about `trigger` already");
  }

  @Test
  void aRowWithoutActionIsRefused() throws Exception {
    TableProblem problem = problem(sheet -> sheet.getRow(FIRST).getCell(12).setBlank());

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
    TableProblem copied = problem(sheet -> sheet.getWorkbook().cloneSheet(0));
    assertThat(copied.address()).isEqualTo(NAME + "!Dedupe (2)!A6");
    assertThat(copied.sentence()).contains("second table");

    TableProblem below =
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
    TableProblem problem =
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
}
