package dev.oncegate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BacktestCommandTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path directory;
  private Path config = Path.of("");
  private Path input = Path.of("");
  private Path shipped = Path.of("");

  @BeforeEach
  void record() throws IOException {
    config = RecordingOnDisk.integrations(directory);
    input = RecordingOnDisk.updates(directory, 2_000, 11);
    shipped = TablesOnDisk.copy(directory.resolve("shipped"));
  }

  @Test
  void theSameTablesTwiceAnswerThatNothingDiffers() {
    CommandRun run = replay("--baseline", shipped.toString());
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("Nothing else goes out than with the baseline.");
  }

  @ParameterizedTest
  @CsvSource({
    "M18, DROP",
    "M17, DROP",
    "C17, 'value_changed, profile_merge'",
    "M15, PARK",
    "C14, value_changed",
    "M19, DROP"
  })
  void thePeopleAreThoseThatAnIndependentModelCounts(String cell, String text) throws IOException {
    Path changed = TablesOnDisk.with(directory.resolve("changed"), cell, text);
    assertThat(replay("--tables", changed.toString()).err()).isEmpty();
    assertCountsLikeTheModel(shipped, changed);
    assertCountsLikeTheModel(changed, shipped);
  }

  @Test
  void peopleWhoLoseAMessageAreNamedWithTheRowThatDidIt() throws IOException {
    Path changed = TablesOnDisk.with(directory.resolve("changed"), "M18", "DROP");
    CommandRun run = replay("--baseline", shipped.toString(), "--tables", changed.toString());
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out())
        .containsPattern(
            "dst_1: \\d+ no longer get a message, by dedupe.drl.xlsx!Dedupe!18 \\(dedupe.drl.xlsx!Dedupe!M18\\)")
        .containsPattern("  profile use_\\d+, computation aud_1: sent 1 before, 0 now")
        .containsPattern("  look at one: .*explain .*--profile use_\\d+ --computation aud_1");
  }

  @Test
  void theCellThatKeepsTheRowOfTodayFromFiringIsNamed() throws IOException {
    Path changed = TablesOnDisk.with(directory.resolve("changed"), "C14", "value_changed");
    CommandRun run = replay("--baseline", shipped.toString(), "--tables", changed.toString());
    assertThat(run.out()).contains("(dedupe.drl.xlsx!Dedupe!C14)");
  }

  @Test
  void aRowPutInAboveDoesNotMoveTheCellsThatAreNamed() throws IOException {
    Path longer = directory.resolve("longer");
    TablesOnDisk.edited(
        longer,
        sheet -> {
          TablesOnDisk.cell(sheet, "C14").setCellValue("value_changed");
          sheet.shiftRows(11, sheet.getLastRowNum(), 3);
        });
    assertThat(cellsOf(longer)).containsExactly("dedupe.drl.xlsx!Dedupe!C17");
  }

  @Test
  void whereTheRowOfTodayIsGoneTheAnswerOfTheRowThatDecidesIsNamed() throws IOException {
    Path shorter = TablesOnDisk.withoutRow(directory.resolve("shorter"), 13);
    assertThat(cellsOf(shorter)).containsExactly("dedupe.drl.xlsx!Dedupe!M17");
    CommandRun run = replay("--baseline", shipped.toString(), "--tables", shorter.toString());
    assertThat(run.out())
        .contains(
            "by dedupe.drl.xlsx!Dedupe!17 (dedupe.drl.xlsx!Dedupe!M17)\n",
            "  new row dedupe.drl.xlsx!Dedupe!17: The profile gained an id",
            "  today's row dedupe.drl.xlsx!Dedupe!13: ");
  }

  @Test
  void aRowOfWhichAllButTheNameWasEditedIsFoundByItsName() throws IOException {
    Path moved = directory.resolve("moved");
    TablesOnDisk.edited(
        moved,
        sheet -> {
          TablesOnDisk.cell(sheet, "C14").setCellValue("value_changed");
          TablesOnDisk.cell(sheet, "N14").setCellValue("another_reason");
          sheet.shiftRows(10, sheet.getLastRowNum(), 2);
        });
    assertThat(cellsOf(moved)).containsExactly("dedupe.drl.xlsx!Dedupe!C16");
  }

  @ParameterizedTest
  @CsvSource({"aaa.drl.xlsx, baseline", "aaa.drl.xlsx, tables", "extra.drl.xlsx, tables"})
  void aRulebookThatWouldBeRefusedIsNotReplayed(String name, String side) throws IOException {
    Path conflicting = TablesOnDisk.with(directory.resolve("conflicting"), "M16", "SEND ALL");
    Files.copy(
        TablesOnDisk.with(directory.resolve("other"), "M12", "PARK").resolve("dedupe.drl.xlsx"),
        conflicting.resolve(name));
    String baseline = side.equals("baseline") ? conflicting.toString() : shipped.toString();
    String tables = side.equals("tables") ? conflicting.toString() : shipped.toString();
    CommandRun run = replay("--baseline", baseline, "--tables", tables);
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out())
        .startsWith(conflicting + ": the rulebook is refused\n")
        .contains(": conflict: says ")
        .doesNotContain("get a message");
    CommandRun asJson = replay("--baseline", baseline, "--tables", tables, "--json");
    assertThat(asJson.exitCode()).isEqualTo(1);
    JsonNode refused = JSON.readTree(asJson.out()).get("refused");
    assertThat(refused.size()).isEqualTo(1);
    assertThat(refused.get(side).get(0).get("kind").asText()).isEqualTo("conflict");
  }

  private List<String> cellsOf(Path tables) throws IOException {
    CommandRun run =
        replay("--baseline", shipped.toString(), "--tables", tables.toString(), "--json");
    assertThat(run.err()).isEmpty();
    var cells = new TreeSet<String>();
    for (JsonNode row : JSON.readTree(run.out()).get("rows")) {
      row.get("cells").forEach(cell -> cells.add(cell.asText()));
    }
    return List.copyOf(cells);
  }

  @Test
  void jsonWithoutABaselineIsAWrongCall() {
    CommandRun run = replay("--json");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).startsWith("--json prints the difference to a --baseline");
  }

  private void assertCountsLikeTheModel(Path baseline, Path candidate) throws IOException {
    CommandRun run =
        replay("--baseline", baseline.toString(), "--tables", candidate.toString(), "--json");
    JsonNode difference = JSON.readTree(run.out());
    var counted = new TreeMap<String, Integer>();
    for (JsonNode destination : difference.get("destinations")) {
      for (String fate : List.of("gains", "loses", "repeats")) {
        int people = destination.get(fate).asInt();
        if (people > 0) {
          counted.put(destination.get("destinationId").asText() + " " + fate, people);
        }
      }
    }
    assertThat(counted).isEqualTo(modelled(sends(baseline), sends(candidate)));
    assertThat(run.exitCode()).isEqualTo(difference.get("differingSends").asInt() > 0 ? 1 : 0);
  }

  /** Counts people from two independent replays' decisions. */
  private static Map<String, Integer> modelled(
      Map<String, Integer> before, Map<String, Integer> after) {
    Set<String> all = new HashSet<>(before.keySet());
    all.addAll(after.keySet());
    var people = new TreeMap<String, Integer>();
    for (String person : all) {
      int was = before.getOrDefault(person, 0);
      int is = after.getOrDefault(person, 0);
      String destination = person.substring(0, person.indexOf('|'));
      if (was == 0) {
        people.merge(destination + " gains", 1, Integer::sum);
      } else if (is == 0) {
        people.merge(destination + " loses", 1, Integer::sum);
      }
      if (is > Math.max(1, was)) {
        people.merge(destination + " repeats", 1, Integer::sum);
      }
    }
    return people;
  }

  private Map<String, Integer> sends(Path tables) throws IOException {
    Path decisions = directory.resolve("decisions.jsonl");
    replay("--tables", tables.toString(), "--decisions", decisions.toString());
    Map<String, String> lineage = new HashMap<>();
    Map<String, String> values = new HashMap<>();
    for (String line : Files.readAllLines(input)) {
      JsonNode update = JSON.readTree(line);
      values.put(
          update.get("messageId").asText(),
          update.at("/computation/type").asText().endsWith("trait")
              ? update.get("value").toString()
              : "");
      for (JsonNode merged : update.at("/trigger/mergedProfiles")) {
        String survivor = find(lineage, update.get("profileId").asText());
        lineage.put(find(lineage, merged.get("profileId").asText()), survivor);
      }
    }
    Map<String, Integer> sends = new HashMap<>();
    for (String line : Files.readAllLines(decisions)) {
      JsonNode decision = JSON.readTree(line);
      if (decision.get("action").asText().equals("SEND")) {
        sends.merge(
            decision.get("destinationId").asText()
                + "|"
                + find(lineage, decision.get("profileId").asText())
                + "|"
                + decision.get("computationId").asText()
                + "|"
                + values.get(decision.get("messageId").asText()),
            1,
            Integer::sum);
      }
    }
    return sends;
  }

  private static String find(Map<String, String> lineage, String profile) {
    String root = profile;
    while (!root.equals(lineage.getOrDefault(root, root))) {
      root = lineage.getOrDefault(root, root);
    }
    return root;
  }

  private CommandRun replay(String... more) {
    var args = new String[more.length + 5];
    args[0] = "replay";
    args[1] = "--config";
    args[2] = config.toString();
    args[3] = "--input";
    args[4] = input.toString();
    System.arraycopy(more, 0, args, 5, more.length);
    return CommandRun.of(args);
  }
}
