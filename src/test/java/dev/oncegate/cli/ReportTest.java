package dev.oncegate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oncegate.core.decide.RuleRef;
import dev.oncegate.replay.ReplayTotals;
import dev.oncegate.replay.report.Report;
import dev.oncegate.rules.RuleUsage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
  @TempDir private Path directory;
  private Path config = Path.of("");
  private Path input = Path.of("");

  @BeforeEach
  void record() throws IOException {
    config = RecordingOnDisk.integrations(directory);
    input = RecordingOnDisk.updates(directory, 2_000, 11);
  }

  @Test
  void theSameAnswersMakeTheSameBytesInEveryCountry() throws IOException {
    String here = report("here.html");
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.forLanguageTag("ar-EG"));
    try {
      assertThat(report("there.html")).isEqualTo(here);
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void theEdgesHaveTheCountsOfTheDecisions() throws IOException {
    Path decisions = directory.resolve("decisions.jsonl");
    String html = report("report.html", "--decisions", decisions.toString());
    List<String> lines = Files.readAllLines(decisions);
    long exits = lines.stream().filter(line -> line.contains("\"reason\":\"exited\"")).count();
    String tree = html.substring(html.indexOf("<svg"), html.indexOf("</svg>"));
    assertThat(tree)
        .contains("%,d decisions come in.".formatted(lines.size()))
        .contains("hears of no exits: %d DROP exited, ".formatted(exits))
        .contains(">" + exits + "</text>");
  }

  @Test
  void aRowThatNothingCameToIsDrawnAsNeverUsed() throws IOException {
    RecordingOnDisk.updates(directory, 1, 7);
    String html = report("report.html");
    assertThat(html)
        .contains("<g class=\"step never\"><title>10. Profiles merged")
        .contains("<td class=\"number flag\">never</td>");
  }

  @Test
  void namesOfFilesAreTextAndTellNoDirectories() throws IOException {
    Path hostile = Files.copy(input, directory.resolve("<script>&.jsonl"));
    Path report = directory.resolve("report.html");
    replay(hostile, "--report", report.toString());
    assertThat(Files.readString(report))
        .contains("<h1>&lt;script&gt;&amp;.jsonl</h1>")
        .doesNotContain("<script")
        .doesNotContain(directory.toString());
  }

  @Test
  void anExpectedLineThatDiffersIsShownFieldByField() throws IOException {
    Path golden = directory.resolve("golden.jsonl");
    replay(input, "--golden", golden.toString(), "--update-golden");
    List<String> lines = Files.readAllLines(golden);
    lines.set(4, lines.get(4).replaceFirst("\"reason\":\"[a-z_]+\"", "\"reason\":\"wished\""));
    Files.write(golden, lines);
    assertThat(report("report.html", "--golden", golden.toString()))
        .contains("1 line differs from the golden file.")
        .contains("<td class=\"number\">5</td>")
        .contains("<th scope=\"row\">reason</th><td class=\"value\"><code>wished</code></td>");
  }

  @Test
  void ofVeryManyRulesTheLeastUsedAreDrawnTogether() {
    var uses = new ArrayList<RuleUsage.Use>();
    for (int row = 1; row <= 100; row++) {
      var named = new RuleRef("many.drl.csv!many!" + row, "Row " + row);
      uses.add(new RuleUsage.Use(named, "DROP exited", row > 70 ? 1 : row, List.of()));
    }
    var subject = new Report.ReportSubject("in", "config", "tables", "hash", null, null, null);
    var report = new Report(subject, new ReplayTotals(), uses, List.of(), 0, null, null);
    String html = new String(report.html(), StandardCharsets.UTF_8);
    assertThat(html).contains("30 more rules, see the").contains("10 more rules, see the");
    assertThat(html.split("class=\"rule\"", -1)).hasSize(1 + 62);
  }

  @Test
  void oneFileCannotBeTwoOutputs() {
    String file = directory.resolve("out").toString();
    CommandRun run = replay(input, "--decisions", file, "--report", file);
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .isEqualTo("--decisions and --report cannot both be written to " + file + "\n");
  }

  @Test
  void aReportThatCannotBeWrittenIsKnownBeforeAnythingIsDecided() {
    CommandRun run = replay(input, "--report", directory.resolve("none/out.html").toString());
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("out.html: cannot be written: there is no such directory");
  }

  private String report(String name, String... more) throws IOException {
    Path report = directory.resolve(name);
    var args = new ArrayList<>(List.of("--report", report.toString()));
    args.addAll(List.of(more));
    CommandRun run = replay(input, args.toArray(String[]::new));
    assertThat(run.err()).isEmpty();
    return Files.readString(report);
  }

  private CommandRun replay(Path recording, String... more) {
    var args = new ArrayList<>(List.of("replay", "--config", config.toString()));
    args.addAll(List.of("--input", recording.toString()));
    args.addAll(List.of(more));
    return CommandRun.of(args.toArray(String[]::new));
  }
}
