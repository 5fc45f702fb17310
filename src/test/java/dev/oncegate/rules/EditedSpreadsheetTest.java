package dev.oncegate.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oncegate.core.decide.Situation;
import dev.oncegate.core.decide.Verdict;
import dev.oncegate.rules.space.Attribute;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.poi.ss.usermodel.CellCopyPolicy;
import org.apache.poi.ss.usermodel.IndexedColors;
import org.apache.poi.xssf.usermodel.XSSFSheet;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A table changed by another program means what that program shows. */
@NullUnmarked
class EditedSpreadsheetTest {
  private static final String DEDUPE = "dedupe.drl.xlsx";
  private static final String ROUTING = "routing.drl.xlsx";
  private static final int FIRST = 10;
  private static final Situation ENTERED =
      Tables.situation(
          "audience",
          "value_changed",
          "yes",
          "yes",
          "yes",
          "no",
          "no",
          "no",
          "sendgrid",
          "spa_1",
          "business");

  private static byte[] shipped(String name) {
    return RulebookFiles.shipped().tables().get(name);
  }

  private static CompiledRulebook with(String name, byte[] bytes) {
    var files = new TreeMap<>(RulebookFiles.shipped().tables());
    files.put(name, bytes);
    return Tables.accepted(RulebookFiles.of(files));
  }

  private static CompiledRulebook edited(String name, Consumer<XSSFSheet> change) {
    return with(name, Workbooks.edit(shipped(name), change));
  }

  @Test
  void aChangedCellChangesTheDecision() {
    CompiledRulebook rulebook =
        edited(DEDUPE, sheet -> Workbooks.set(sheet, FIRST + 6, 12, "SEND OLDEST"));

    assertThat(rulebook.decide(ENTERED))
        .isInstanceOfSatisfying(
            Verdict.Send.class,
            send -> {
              assertThat(send.selection().name()).isEqualTo("OLDEST");
              assertThat(send.row().address()).isEqualTo("dedupe.drl.xlsx!Dedupe!17");
            });
    assertThat(rulebook.hash()).isNotEqualTo(RulebookFiles.shipped().hash());
  }

  @Test
  void anInsertedRowDecidesAndTheRowsBelowMoveDown() {
    CompiledRulebook rulebook =
        edited(
            DEDUPE,
            sheet -> {
              sheet.shiftRows(FIRST + 6, sheet.getLastRowNum(), 1);
              sheet.copyRows(FIRST + 7, FIRST + 7, FIRST + 6, new CellCopyPolicy());
              Workbooks.set(sheet, FIRST + 6, 0, "SendGrid gets nothing for now");
              Workbooks.set(sheet, FIRST + 6, 9, "sendgrid, mailgun");
              Workbooks.set(sheet, FIRST + 6, 12, "DROP");
              Workbooks.set(sheet, FIRST + 6, 13, "paused");
            });

    Verdict verdict = rulebook.decide(ENTERED);
    assertThat(verdict.reason().word()).isEqualTo("paused");
    assertThat(verdict.row().sentence()).isEqualTo("SendGrid gets nothing for now");
    var webhook =
        Tables.situation("audience", "value_changed", "yes", "yes", "yes", "no", "no", "no");
    assertThat(rulebook.decide(webhook).row().address()).isEqualTo("dedupe.drl.xlsx!Dedupe!18");
  }

  @Test
  void aRowOfTheRoutingTableChangesTheRoute() {
    CompiledRulebook rulebook =
        edited(
            ROUTING,
            sheet -> {
              sheet.shiftRows(FIRST, FIRST, 1);
              sheet.copyRows(FIRST + 1, FIRST + 1, FIRST, new CellCopyPolicy());
              Workbooks.set(sheet, FIRST, 4, "business");
              Workbooks.set(sheet, FIRST, 6, "priority");
            });

    assertThat(rulebook.decide(ENTERED))
        .isInstanceOfSatisfying(
            Verdict.Send.class, send -> assertThat(send.route().word()).isEqualTo("priority"));
    var free = Tables.situation("audience", "value_changed", "yes", "yes", "yes", "no", "no", "no");
    assertThat(rulebook.decide(free))
        .isInstanceOfSatisfying(
            Verdict.Send.class, send -> assertThat(send.route().word()).isEqualTo("default"));
  }

  @Test
  void theSameAsCsvMeansTheSame() {
    CompiledRulebook xlsx = Tables.accepted(RulebookFiles.shipped());
    var files = new TreeMap<>(RulebookFiles.shipped().tables());
    for (String name : new String[] {DEDUPE, ROUTING}) {
      byte[] csv = ("\ufeff" + Workbooks.csv(files.remove(name))).getBytes(StandardCharsets.UTF_8);
      files.put(name.replace(".xlsx", ".csv"), csv);
    }
    CompiledRulebook csv = Tables.accepted(RulebookFiles.of(files));

    assertThat(Difference.between(xlsx.verdicts(), csv.verdicts()).groups()).isEmpty();
    assertThat(csv.decide(ENTERED).row().address()).isEqualTo("dedupe.drl.csv!dedupe!17");
    assertThat(csv.decide(ENTERED).row().sentence())
        .isEqualTo(xlsx.decide(ENTERED).row().sentence());
  }

  @Test
  void inlineStringsAndRowsWithoutNumbersAreRead() {
    var strings = new ArrayList<String>();
    Workbooks.editPart(
        shipped(DEDUPE),
        "xl/sharedStrings.xml",
        xml -> {
          Matcher item = Pattern.compile("<si>(.*?)</si>", Pattern.DOTALL).matcher(xml);
          while (item.find()) {
            strings.add(item.group(1));
          }
          return xml;
        });
    byte[] inlined =
        Workbooks.editPart(
            shipped(DEDUPE),
            "xl/worksheets/sheet1.xml",
            xml ->
                Pattern.compile("t=\"s\"><v>(\\d+)</v>")
                    .matcher(xml)
                    .replaceAll(
                        found ->
                            Matcher.quoteReplacement(
                                "t=\"inlineStr\"><is>"
                                    + strings.get(Integer.parseInt(found.group(1)))
                                    + "</is>"))
                    .replaceAll("<row r=\"\\d+\"", "<row"));

    CompiledRulebook rulebook = with(DEDUPE, inlined);

    assertThat(
            Difference.between(
                    Tables.accepted(RulebookFiles.shipped()).verdicts(), rulebook.verdicts())
                .groups())
        .isEmpty();
  }

  private static void assertMeansTheShipped(CompiledRulebook rulebook) {
    CompiledRulebook shipped = Tables.accepted(RulebookFiles.shipped());
    assertThat(Difference.between(shipped.verdicts(), rulebook.verdicts()).groups()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "unknown_x000D_",
        "_x000d__x000A_unknown",
        "unknown_x0009_ ",
        "_x0075_nknown",
        "unknown\u00a0",
        "\u3000unknown\u2007",
        "\u200bunknown\ufeff"
      })
  void whatExcelStoresForAWordIsTheWord(String stored) {
    assertMeansTheShipped(
        with(
            DEDUPE,
            Workbooks.editPart(
                shipped(DEDUPE),
                "xl/sharedStrings.xml",
                xml -> xml.replace(">unknown<", ">" + stored + "<"))));
  }

  @Test
  void anEscapedUnderscoreIsOneCharacterOfTheWord() {
    CompiledRulebook rulebook =
        with(
            ROUTING,
            Workbooks.editPart(
                Workbooks.edit(
                    shipped(ROUTING),
                    sheet -> {
                      sheet.shiftRows(FIRST, FIRST, 1);
                      sheet.copyRows(FIRST + 1, FIRST + 1, FIRST, new CellCopyPolicy());
                      Workbooks.set(sheet, FIRST, 2, "WORD");
                      Workbooks.set(sheet, FIRST, 6, "priority");
                    }),
                "xl/sharedStrings.xml",
                xml -> xml.replace("WORD", "my_x005F_x000D_type")));

    assertThat(rulebook.space().values(Attribute.DESTINATION_TYPE)).contains("my_x000D_type");
  }

  @Test
  void cellsThatOnlyHaveAFormatAreNone() {
    assertMeansTheShipped(
        edited(
            DEDUPE,
            sheet -> {
              var grey = sheet.getWorkbook().createCellStyle();
              grey.setFillForegroundColor(IndexedColors.GREY_25_PERCENT.getIndex());
              for (int row : new int[] {60_000, 1_048_575}) {
                sheet.createRow(row).setRowStyle(grey);
                sheet.getRow(row).createCell(16_383).setCellStyle(grey);
              }
              for (int row = 1_000; row < 4_000; row++) {
                sheet.createRow(row).createCell(2).setCellStyle(grey);
              }
              sheet.setDefaultColumnStyle(16_383, grey);
            }));
  }

  @Test
  void aTypedTruthValueIsYesOrNo() {
    assertMeansTheShipped(
        edited(
            DEDUPE,
            sheet -> {
              for (int row = FIRST; row <= sheet.getLastRowNum(); row++) {
                var cell = sheet.getRow(row).getCell(1);
                cell.setCellValue(cell.getStringCellValue().equals("yes"));
              }
            }));
  }

  @Test
  void aNegationMeansTheListThatItStandsFor() {
    CompiledRulebook negated =
        edited(DEDUPE, sheet -> Workbooks.set(sheet, FIRST + 3, 2, "not unknown, value_changed"));
    CompiledRulebook listed =
        edited(
            DEDUPE, sheet -> Workbooks.set(sheet, FIRST + 3, 2, "new_external_id, profile_merge"));

    assertThat(Difference.between(listed.verdicts(), negated.verdicts()).groups()).isEmpty();
    assertThat(negated.nearMiss(ENTERED, "dedupe.drl.xlsx!Dedupe!14").unmet().getFirst().wanted())
        .containsExactly("not unknown, value_changed");
  }
}
