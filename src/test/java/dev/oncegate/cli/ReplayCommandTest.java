package dev.oncegate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oncegate.codec.DecisionWriter;
import dev.oncegate.codec.IntegrationsFile;
import dev.oncegate.core.Outcome;
import dev.oncegate.core.TreeOfTheDesign;
import dev.oncegate.core.decide.Decision;
import dev.oncegate.replay.Recording;
import dev.oncegate.replay.Replay;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayCommandTest {
  private static final int UPDATES = 3_000;

  @TempDir private Path directory;
  private Path config = Path.of("");
  private Path input = Path.of("");

  @BeforeEach
  void record() throws IOException {
    config = RecordingOnDisk.integrations(directory);
    input = RecordingOnDisk.updates(directory, UPDATES, 7);
  }

  @Test
  void theShippedTablesDecideARecordingAsTheTreeOfTheDesign() throws Exception {
    Path decisions = directory.resolve("decisions.jsonl");
    CommandRun run = replay("--decisions", decisions.toString());
    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isZero();
    assertThat(withoutRows(Files.readAllLines(decisions))).isEqualTo(decidedByTheTree());
  }

  @Test
  void aSecondReplayWritesTheSameBytes() throws IOException {
    Path decisions = directory.resolve("d.jsonl");
    Path events = directory.resolve("e.jsonl");
    replay("--decisions", decisions.toString(), "--events", events.toString());
    String firstDecisions = Files.readString(decisions);
    String firstEvents = Files.readString(events);
    replay("--decisions", decisions.toString(), "--events", events.toString());
    assertThat(decisions).hasContent(firstDecisions);
    assertThat(events).hasContent(firstEvents);
    assertThat(firstEvents).contains("\"type\":\"identify\"").contains("\"type\":\"track\"");
  }

  @Test
  void theSummaryCountsUpdatesAndDecisionsByActionAndReason() {
    assertThat(replay().out())
        .startsWith("3,000 updates in ")
        .contains("  SEND  not_deduped ")
        .contains("  DROP  already_sent ")
        .contains("  PARK  unknown_trigger ");
  }

  @Test
  void linesOnTheStandardOutputLeaveTheSummaryToTheStandardError() throws IOException {
    RecordingOnDisk.updates(directory, 1, 7);
    CommandRun run = replay("--decisions", "-");
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).startsWith("1 updates in ");
  }

  @Test
  void aBadLineEndsItWithFileAndLineAndLeavesNoOutput() throws IOException {
    List<String> lines = Files.readAllLines(input);
    lines.set(2_001, lines.get(2_001).replace("\"spaceId\"", "\"space\""));
    Files.write(input, lines);
    Path decisions = directory.resolve("decisions.jsonl");
    CommandRun run = replay("--decisions", decisions.toString());
    assertThat(run).isEqualTo(refused(input + ":2002: spaceId: missing"));
    assertThat(decisions).doesNotExist();
  }

  @Test
  void aMissingFileIsNamed() {
    Path none = directory.resolve("none");
    assertThat(CommandRun.of("replay", "--config", config.toString(), "--input", none.toString()))
        .isEqualTo(refused(none + ": there is no such file"));
    assertThat(CommandRun.of("replay", "--config", none.toString(), "--input", input.toString()))
        .isEqualTo(refused(none + ": there is no such file"));
    assertThat(replay("--tables", none.toString()))
        .isEqualTo(refused(none + ": there is no such directory of tables"));
  }

  @Test
  void anOutputThatCannotBeWrittenIsNamed() {
    Path nowhere = directory.resolve("none/out.jsonl");
    assertThat(replay("--events", nowhere.toString()))
        .isEqualTo(refused(nowhere + ": cannot be written: there is no such directory"));
    assertThat(replay("--events", "x", "--decisions", "x"))
        .isEqualTo(refused("--decisions and --events cannot both be written to x"));
  }

  @Test
  void aRefusedRulebookIsShownWithItsProblems() throws IOException {
    Path tables = Files.createDirectory(directory.resolve("tables"));
    Files.writeString(tables.resolve("notes.pdf"), "no table");
    CommandRun run = replay("--tables", tables.toString());
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .startsWith(tables + ": the rulebook is refused")
        .contains("  notes.pdf: is no table");
  }

  @Test
  void aMissingOptionIsAWrongCall() {
    CommandRun run = CommandRun.of("replay", "--input", input.toString());
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("--config");
  }

  private CommandRun replay(String... more) {
    var args = new ArrayList<>(List.of("replay", "--config", config.toString()));
    args.addAll(List.of("--input", input.toString()));
    args.addAll(List.of(more));
    return CommandRun.of(args.toArray(String[]::new));
  }

  private static CommandRun refused(String sentence) {
    return new CommandRun(2, "", sentence + System.lineSeparator());
  }

  private List<String> decidedByTheTree() throws Exception {
    var lines = new ArrayList<String>();
    new Replay(IntegrationsFile.read(config), new TreeOfTheDesign())
        .run(Recording.open(input), outcome -> lines.addAll(linesOf(outcome)));
    return withoutRows(lines);
  }

  private static List<String> linesOf(Outcome outcome) {
    var lines = new ArrayList<String>();
    for (Decision decision : outcome.decisions()) {
      lines.add(new String(DecisionWriter.write(outcome, decision), StandardCharsets.UTF_8));
    }
    return lines;
  }

  /** Rows and rulebooks have names of their own; all else must be the same. */
  private static List<String> withoutRows(List<String> lines) {
    return lines.stream()
        .map(line -> line.replaceAll(",\"(row|rule|rulebook|route)\":(\"[^\"]*\"|null)", ""))
        .toList();
  }
}
