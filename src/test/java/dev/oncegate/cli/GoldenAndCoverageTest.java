package dev.oncegate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GoldenAndCoverageTest {
  @TempDir private Path directory;
  private Path config = Path.of("");
  private Path input = Path.of("");
  private Path golden = Path.of("");

  @BeforeEach
  void record() throws IOException {
    config = RecordingOnDisk.integrations(directory);
    input = RecordingOnDisk.updates(directory, 500, 3);
    golden = directory.resolve("golden.jsonl");
    assertThat(replay("--golden", golden.toString(), "--update-golden").exitCode()).isZero();
  }

  @Test
  void aGoldenFileThatWasJustWrittenAgrees() {
    CommandRun run = replay("--golden", golden.toString());
    assertThat(run.out()).contains("0 lines differ from the golden file");
    assertThat(run.exitCode()).isZero();
  }

  @Test
  void aGoldenFileThatIsNotCompressedAsItsNameSaysIsNamed() throws IOException {
    Path compressed = directory.resolve("golden.jsonl.zst");
    Files.copy(golden, compressed);
    CommandRun run = replay("--golden", compressed.toString());
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .startsWith(compressed + ":1: the compressed file is damaged or ends early (");
  }

  @Test
  void anAlteredLineIsShownByItsNumberWithBothSides() throws IOException {
    List<String> lines = Files.readAllLines(golden);
    String decided = lines.get(41);
    String expected = decided.replaceFirst("\"reason\":\"[a-z_]+\"", "\"reason\":\"wished\"");
    lines.set(41, expected);
    Files.write(golden, lines);
    CommandRun run = replay("--golden", golden.toString());
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out())
        .contains(
            "1 line differs from the golden file\nline 42, in reason\n  expected: %s\n  decided:  %s\n"
                .formatted(expected, decided));
  }

  @Test
  void missingAndLeftOverLinesDifferToo() throws IOException {
    List<String> lines = Files.readAllLines(golden);
    int count = lines.size();
    Files.write(golden, lines.subList(0, count - 1));
    assertThat(replay("--golden", golden.toString()).out())
        .contains("line " + count + "\n  expected: nothing\n  decided:  " + lines.getLast());
    lines.add("{}");
    Files.write(golden, lines);
    assertThat(replay("--golden", golden.toString()).out())
        .contains("line " + (count + 1) + "\n  expected: {}\n  decided:  nothing\n");
  }

  @Test
  void theHashOfTheRulebookIsNoDifference() throws IOException {
    Path noted = TablesOnDisk.with(directory.resolve("noted"), "O11", "Another note.");
    CommandRun run = replay("--golden", golden.toString(), "--tables", noted.toString());
    assertThat(run.out()).contains("0 lines differ from the golden file");
    assertThat(run.exitCode()).isZero();
  }

  @Test
  void aRowThatIsPutInWithoutEffectChangesNoLine() throws IOException {
    Path longer =
        TablesOnDisk.withRowAt(
            directory.resolve("longer"),
            12,
            "A12",
            "Nobody",
            "B12",
            "yes",
            "K12",
            "none_such",
            "M12",
            "DROP",
            "N12",
            "nobody");
    CommandRun run = replay("--golden", golden.toString(), "--tables", longer.toString());
    assertThat(run.err()).isEmpty();
    assertThat(run.out()).contains("0 lines differ from the golden file");
    assertThat(run.exitCode()).isZero();
  }

  @Test
  void anotherRowWithTheSameAnswerIsADifferenceByItsName() throws IOException {
    Path renamed = TablesOnDisk.with(directory.resolve("renamed"), "A17", "Another name");
    CommandRun run = replay("--golden", golden.toString(), "--tables", renamed.toString());
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).containsPattern("line \\d+, in rule\n");
  }

  @Test
  void aGoldenFileThatNamesRowsByAddressAloneIsHeldAgainstTheRest() throws IOException {
    List<String> lines = Files.readAllLines(golden);
    lines.replaceAll(line -> line.replaceFirst(",\"rule\":\"[^\"]*\"", ""));
    Files.write(golden, lines);
    Path shorter = TablesOnDisk.withRowAt(directory.resolve("moved"), 12);
    CommandRun run = replay("--golden", golden.toString(), "--tables", shorter.toString());
    assertThat(run.out()).contains("0 lines differ from the golden file");
    lines.set(3, lines.get(3).replaceFirst("\"reason\":\"[a-z_]+\"", "\"reason\":\"wished\""));
    Files.write(golden, lines);
    assertThat(replay("--golden", golden.toString(), "--tables", shorter.toString()).out())
        .contains("line 4, in reason\n");
  }

  @Test
  void blankLinesOfAGoldenFileArePassedOver() throws IOException {
    List<String> lines = new ArrayList<>(Files.readAllLines(golden));
    lines.addFirst("");
    lines.add(7, "  \t");
    lines.add("\r");
    Files.write(golden, lines);
    assertThat(replay("--golden", golden.toString()).exitCode()).isZero();
    lines.set(9, "{}");
    Files.write(golden, lines);
    assertThat(replay("--golden", golden.toString()).out()).contains("line 10, in messageId, ");
  }

  @Test
  void aMissingGoldenFileIsAWrongCall() {
    CommandRun run = replay("--golden", directory.resolve("none").toString());
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("there is no such golden file");
    assertThat(replay("--update-golden").exitCode()).isEqualTo(2);
  }

  @Test
  void everyRowIsCountedAndAnIdleWordOfACellIsNamed() throws IOException {
    Path wide = TablesOnDisk.with(directory.resolve("wide"), "C14", "profile_merge, unknown");
    CommandRun run = replay("--coverage", "--tables", wide.toString());
    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .containsPattern("\\d+ of \\d+ rows and DRL rules were used \\(\\d+\\.\\d %\\)")
        .containsPattern("\\d+  dedupe.drl.xlsx!Dedupe!17  The profile entered")
        .containsPattern("\\d+  invariants.drl!Nothing is sent where there is no id")
        .contains("never  dedupe.drl.xlsx!Dedupe!C14: unknown");
  }

  @Test
  void aRecordingThatUsesEveryRowCoversAHundredPercent() {
    CommandRun run = replay("--require-coverage", "100");
    assertThat(run.out()).contains("12 of 12 rows and DRL rules were used (100.0 %)");
    assertThat(run.exitCode()).isZero();
  }

  @Test
  void tooLittleCoverageIsANo() throws IOException {
    RecordingOnDisk.updates(directory, 1, 7);
    CommandRun run = replay("--require-coverage", "95");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out())
        .contains(" %), 95.0 % were required")
        .containsPattern("never  dedupe.drl.xlsx!Dedupe!19");
    assertThat(replay("--require-coverage", "5").exitCode()).isZero();
  }

  @Test
  void besideJsonTheOtherReasonsForANoAreOnStandardError() throws IOException {
    RecordingOnDisk.updates(directory, 1, 7);
    String shipped = TablesOnDisk.copy(directory.resolve("shipped")).toString();
    CommandRun run = replay("--baseline", shipped, "--json", "--require-coverage", "95");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).startsWith("{\"gains\":0,");
    assertThat(run.err()).contains("95.0 % were required");
  }

  @Test
  void aPercentageThatIsNoneIsAWrongCall() {
    CommandRun run = replay("--require-coverage", "101");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).isEqualTo("--require-coverage is a percentage, from 0 to 100\n");
  }

  private CommandRun replay(String... more) {
    var args = new ArrayList<>(List.of("replay", "--config", config.toString()));
    args.addAll(List.of("--input", input.toString()));
    args.addAll(List.of(more));
    return CommandRun.of(args.toArray(String[]::new));
  }
}
