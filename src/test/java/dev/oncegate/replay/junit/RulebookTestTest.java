package dev.oncegate.replay.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.poi.ss.usermodel.Row;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

/** Runs test classes as a user's build would, and looks at what it would show. */
class RulebookTestTest {
  // An annotation needs constants, so the directories are not temporary ones.
  private static final String CASES = "target/rulebook-tests/cases";
  private static final String TABLES = "target/rulebook-tests/tables";
  private static final Path DIRECTORY = Path.of(CASES);

  private static final String INTEGRATIONS =
      """
      {"spaces": [{"id": "spa_1", "tier": "business"}],
       "destinations": [{"id": "dst_1", "spaceId": "spa_1", "type": "sendgrid", "name": "SendGrid",
         "dedupesOn": ["email"]}],
       "connections": [{"computationId": "aud_1", "destinationIds": ["dst_1"]}]}
      """;

  private static final String UPDATE =
      """
      {"messageId":"m-1","spaceId":"spa_1","profileId":"use_1","computation":{"id":"aud_1",\
      "key":"k","name":"n","type":"audience"},"value":true,"trigger":{"reason":"value_changed"},\
      "computedAt":"2026-11-22T10:00:00Z","externalIds":[{"type":"email","id":"a@x.com"}]}""";

  private static final String SENT =
      """
      {"messageId":"m-1","profileId":"use_1","destinationId":"dst_1","action":"SEND",\
      "ids":[{"type":"email","id":"a@x.com"}],"reason":"entered","route":"default",\
      "row":"dedupe.drl.xlsx!Dedupe!17","rulebook":"any","spaceId":"spa_1","computationId":"aud_1"}
      """;

  private static final String DROPPED =
      SENT.replace("SEND", "DROP")
          .replace("[{\"type\":\"email\",\"id\":\"a@x.com\"}]", "[]")
          .replace("entered", "already_sent")
          .replace("\"default\"", "null")
          .replace("!17", "!16");

  static class OfShippedTables {
    @RulebookTest(cases = CASES)
    void cases() {}
  }

  static class OfEveryRow {
    @RulebookTest(cases = CASES, everyRow = true)
    void cases() {}
  }

  static class OfOwnTables {
    @RulebookTest(tables = TABLES, cases = CASES)
    void cases() {}
  }

  @BeforeEach
  void clear() throws IOException {
    for (Path directory : List.of(DIRECTORY, Path.of(TABLES))) {
      Files.createDirectories(directory);
      try (var files = Files.list(directory)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
    }
  }

  @Test
  void aCaseThatHoldsIsATestWithItsPlaceAndName() throws IOException {
    write("cases.csv", "case,situation,verdict,reason", "an entry goes out,,SEND LATEST,entered");
    assertThat(run(OfShippedTables.class)).containsExactly(passed("cases.csv:2 an entry goes out"));
  }

  @Test
  void aWrongExpectationNamesWhatDiffersTheRowsAndTheCells() throws IOException {
    write(
        "cases.csv",
        "case,situation,verdict,reason,row",
        "an entry is dropped,trigger=value_changed,DROP,already_sent,dedupe.drl.xlsx!Dedupe!16");
    assertThat(run(OfShippedTables.class))
        .containsExactly(
            Map.entry(
                "cases.csv:2 an entry is dropped",
                """
                cases.csv:2 an entry is dropped
                  verdict: expected DROP, decided SEND LATEST
                  reason: expected already_sent, decided entered
                  row: expected dedupe.drl.xlsx!Dedupe!16 (The destination has this message for this \
                profile already), decided by dedupe.drl.xlsx!Dedupe!17 (The profile entered, or its \
                trait changed)
                  situation: computation=audience trigger=value_changed member=yes deduped=yes \
                relevantId=yes newIdRelevant=no mergedMember=no alreadySent=no \
                destinationType='any other' space='any other' tier='any other'
                  decided: SEND LATEST entered default by dedupe.drl.xlsx!Dedupe!17 (The profile \
                entered, or its trait changed)
                  the expected row did not fire: dedupe.drl.xlsx!Dedupe!16 (The destination has this \
                message for this profile already)
                    dedupe.drl.xlsx!Dedupe!H16: alreadySent is no, the cell wants yes
                  nearest row that did not fire: dedupe.drl.xlsx!Dedupe!16 (The destination has this \
                message for this profile already)
                    dedupe.drl.xlsx!Dedupe!H16: alreadySent is no, the cell wants yes"""));
  }

  @Test
  void aRowCanBeNamedByItsSentence() throws IOException {
    write(
        "cases.csv",
        "case,member,row",
        "an exit,no,\"The profile left, and a deduped destination hears of no exits\"");
    assertThat(run(OfShippedTables.class)).containsExactly(passed("cases.csv:2 an exit"));
  }

  @Test
  void anUpdateIsACaseToo() throws IOException {
    write("integrations.json", INTEGRATIONS);
    write("entered.json", UPDATE);
    write(
        "cases.csv",
        "case,update,destination,verdict,route",
        "from a file,entered.json,dst_1,SEND,default");
    assertThat(run(OfShippedTables.class)).containsExactly(passed("cases.csv:2 from a file"));
  }

  @Test
  void aWorkbookHoldsCasesAsWell() throws IOException {
    try (var workbook = new XSSFWorkbook();
        var out = Files.newOutputStream(DIRECTORY.resolve("cases.xlsx"))) {
      var sheet = workbook.createSheet("Cases");
      cells(sheet.createRow(0), "case", "member", "reason");
      cells(sheet.createRow(3), "an exit", "no", "entered");
      workbook.write(out);
    }
    assertThat(run(OfShippedTables.class))
        .hasEntrySatisfying(
            "cases.xlsx!Cases!4 an exit",
            message -> assertThat(message).contains("reason: expected entered, decided exited"));
  }

  @Test
  void whatIsNoCaseFailsWithFileLineAndSentence() throws IOException {
    write(
        "cases.csv",
        "case,situation,update,verdict,row,notes",
        "good,,,SEND,,\"over two",
        "lines\"",
        "a word,member=sometimes,,SEND,,",
        ",,,SEND,,",
        "nothing,,,,,",
        "a row,,,,dedupe.drl.xlsx!Dedupe!99,",
        "a verdict,,,MAYBE,,",
        "an update,,{},SEND,,",
        "both,member=no,{},SEND,,",
        "too long,,,SEND,,,more");
    String file = CASES + "/cases.csv:";
    assertThat(run(OfShippedTables.class))
        .containsExactlyInAnyOrderEntriesOf(
            new LinkedHashMap<>(
                Map.of(
                    "cases.csv:2 good",
                    "",
                    "cases.csv:4 is no case",
                    file + "4: 'member=sometimes': member can be yes, no",
                    "cases.csv:5 is no case",
                    file + "5: has no name in the column case",
                    "cases.csv:6 is no case",
                    file + "6: expects nothing: no verdict, reason, route, row or nearMissOf",
                    "cases.csv:7 is no case",
                    file + "7: row: the tables have no row 'dedupe.drl.xlsx!Dedupe!99'",
                    "cases.csv:8 is no case",
                    file
                        + "8: 'MAYBE' is no verdict; verdicts are SEND, SEND ALL, SEND LATEST, SEND"
                        + " OLDEST, DROP, PARK",
                    "cases.csv:9 is no case",
                    file + "9: an update needs an integrations.json beside the cases",
                    "cases.csv:10 is no case",
                    file
                        + "10: says a situation in words and by an update; only one of them can be it",
                    "cases.csv:11 is no case",
                    file + "11: 'more' stands below no column's name")));
  }

  @Test
  void anUnknownColumnFailsTheFile() throws IOException {
    write("cases.csv", "case,expected", "an entry,SEND");
    assertThat(run(OfShippedTables.class))
        .hasEntrySatisfying(
            "cases.csv:1 is no case",
            message ->
                assertThat(message)
                    .startsWith(CASES + "/cases.csv:1: 'expected' is no column; the columns are"));
  }

  @Test
  void aNearMissIsOneChangeAwayFromItsRow() throws IOException {
    write(
        "cases.csv",
        "case,situation,nearMissOf",
        "one change,member=yes,dedupe.drl.xlsx!Dedupe!12",
        "the row itself,member=no,dedupe.drl.xlsx!Dedupe!12",
        "two changes,trigger=unknown deduped=no,dedupe.drl.xlsx!Dedupe!16");
    Map<String, String> results = run(OfShippedTables.class);
    assertThat(results).containsEntry("cases.csv:2 one change", "");
    assertThat(results.get("cases.csv:3 the row itself")).contains("that row answers here");
    assertThat(results.get("cases.csv:4 two changes"))
        .contains("is no near miss of dedupe.drl.xlsx!Dedupe!16", "no single change");
  }

  @Test
  void aRowWithoutACaseOrANearMissFails() throws IOException {
    write("cases.csv", "case,member,row", "an exit,no,dedupe.drl.xlsx!Dedupe!12");
    Map<String, String> results = run(OfEveryRow.class);
    assertThat(results).hasSize(1 + 12);
    assertThat(results.values())
        .contains(
            "no case is a near miss of dedupe.drl.xlsx!Dedupe!12 (The profile left, and a deduped"
                + " destination hears of no exits)",
            "no case expects dedupe.drl.xlsx!Dedupe!17 (The profile entered, or its trait changed)"
                + " to answer",
            "no case expects routing.drl.xlsx!Routing!11 (Whatever is sent leaves along the default"
                + " route) to answer");
  }

  @Test
  void aRecordingIsHeldAgainstItsGoldenFile() throws IOException {
    write("integrations.json", INTEGRATIONS);
    write("week.jsonl", UPDATE, UPDATE);
    write("week.golden.jsonl", SENT + DROPPED);
    assertThat(run(OfShippedTables.class))
        .containsExactly(passed("week.jsonl decides as week.golden.jsonl says"));

    write("week.golden.jsonl", SENT + DROPPED.replace("already_sent", "wished"));
    assertThat(run(OfShippedTables.class).get("week.jsonl decides as week.golden.jsonl says"))
        .contains("week.jsonl: 1 line differs")
        .contains("week.golden.jsonl:2: message m-1, destination dst_1")
        .contains("  reason: expected wished, decided already_sent")
        .contains("  decided: DROP already_sent by dedupe.drl.xlsx!Dedupe!16")
        .contains("  nearest row that did not fire: dedupe.drl.xlsx!Dedupe!15");
  }

  @Test
  void aRecordingWithoutAGoldenFileOrWithABadLineFailsWithASentence() throws IOException {
    write("integrations.json", INTEGRATIONS);
    write("week.jsonl", UPDATE);
    String name = "week.jsonl decides as week.golden.jsonl says";
    assertThat(run(OfShippedTables.class).get(name)).contains("there is no such golden file");
    write("week.golden.jsonl", SENT);
    write("week.jsonl", UPDATE, "{}");
    assertThat(run(OfShippedTables.class).get(name))
        .isEqualTo(CASES + "/week.jsonl:2: computation: missing");
  }

  @Test
  void tablesThatAreRefusedAndDirectoriesWithoutCasesFailWithASentence() throws IOException {
    assertThat(run(OfShippedTables.class))
        .containsExactly(
            Map.entry(
                CASES, CASES + ": holds neither cases (*.csv, *.xlsx) nor recordings (*.jsonl)"));
    assertThat(run(OfOwnTables.class).get(CASES)).contains(TABLES + ": the rulebook is refused");
  }

  private static Map.Entry<String, String> passed(String name) {
    return Map.entry(name, "");
  }

  private static void cells(Row row, String... texts) {
    for (int i = 0; i < texts.length; i++) {
      row.createCell(i).setCellValue(texts[i]);
    }
  }

  private static void write(String name, String... lines) throws IOException {
    Files.writeString(DIRECTORY.resolve(name), String.join("\n", lines) + "\n");
  }

  /** Each test's name, and how it failed; nothing if it passed. */
  private static Map<String, String> run(Class<?> tests) {
    var results = new LinkedHashMap<String, String>();
    EngineTestKit.engine("junit-jupiter")
        .selectors(selectClass(tests))
        .execute()
        .testEvents()
        .finished()
        .stream()
        .forEach(event -> results.put(event.getTestDescriptor().getDisplayName(), failure(event)));
    return results;
  }

  private static String failure(Event event) {
    return event
        .getRequiredPayload(TestExecutionResult.class)
        .getThrowable()
        .map(Throwable::getMessage)
        .orElse("");
  }
}
