package dev.oncegate.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import dev.oncegate.rules.Tables;
import dev.oncegate.testkit.ServiceProcess;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the native executable says is what the program says on the JVM, byte by byte. */
@EnabledIfSystemProperty(named = ServiceProcess.NATIVE, matches = ".+")
class NativeCommandsIT {
  private static final int UPDATES = 5_000;

  @TempDir private Path directory;
  private Path config = Path.of("");
  private Path input = Path.of("");

  @BeforeEach
  void record() throws IOException {
    config = RecordingOnDisk.integrations(directory);
    input = RecordingOnDisk.updates(directory, UPDATES, 11);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "check",
        "check --json",
        "check --limit 5",
        "try --situation 'trigger=new_external_id newIdRelevant=yes'",
        "--help",
        "serve --help",
        "check --help",
        "diff --help",
        "replay --help",
        "try --help",
        "parked --help",
        "check --tables there-is-none",
        "try --situation 'trigger=full_moon'",
        "replay",
        "fly"
      })
  void everyCommandAnswersTheSame(String words) throws Exception {
    assertSameAnswer(splitted(words));
  }

  @ParameterizedTest
  @CsvSource({
    "C17, 'value_changed, profile_merge'",
    "M18, DROP",
    "M18, SEND EVERYTHING",
    "C14, full_moon",
    "C17, 'value_changed; drools.halt()'",
    "N18, 'two words'",
    "M12, ''"
  })
  void anEditedSpreadsheetIsCheckedAndComparedInTheSameWords(String cell, String text)
      throws Exception {
    String edited = TablesOnDisk.with(directory.resolve("edited"), cell, text).toString();
    assertSameAnswer("check", "--tables", edited);
    assertSameAnswer("check", "--tables", edited, "--json");
    assertSameAnswer("diff", "--baseline", "decision-tables", "--tables", edited);
    assertSameAnswer("diff", "--baseline", "decision-tables", "--tables", edited, "--json");
  }

  @Test
  void aTableOfCommaSeparatedValuesIsReadAndItsGapsAreFound() throws Exception {
    Path tables = Files.createDirectory(directory.resolve("csv"));
    Files.writeString(tables.resolve(Tables.ROUTING), Tables.route(Tables.DEFAULT_ROUTE));
    Files.writeString(tables.resolve("safety.yaml"), Tables.NO_PROPERTIES);
    Files.writeString(tables.resolve(Tables.DEDUPE), Tables.decide(Tables.TREE));
    assertSameAnswer("check", "--tables", tables.toString());
    for (int rule = 0; rule < Tables.TREE.size(); rule++) {
      Files.writeString(tables.resolve(Tables.DEDUPE), Tables.decide(Tables.without(rule)));
      assertSameAnswer("check", "--tables", tables.toString());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "dedupe.drl.xlsx, 'no workbook'",
    "routing.drl.csv, 'a,b'",
    "safety.yaml, 'properties: ['",
    "safety.yaml, 'properties: [{name: a, never: {verdict: {action: [GO]}}}]'"
  })
  void aFileThatIsNoneIsRefusedInTheSameWords(String file, String text) throws Exception {
    Path tables = TablesOnDisk.copy(directory.resolve("broken"));
    Files.writeString(tables.resolve(file), text);
    assertSameAnswer("check", "--tables", tables.toString());
  }

  @Test
  void xmlThatIsNotWellFormedIsRefusedInTheSameWords() throws Exception {
    Path tables = TablesOnDisk.copy(directory.resolve("broken"));
    Path table = tables.resolve("dedupe.drl.xlsx");
    for (String part :
        List.of("<a><b></a>", "<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>", "<a>&z;</a>")) {
      Files.write(table, workbook(part));
      assertSameAnswer("check", "--tables", tables.toString());
    }
  }

  @Test
  void aReplayWritesTheSameDecisionsEventsAndReport() throws Exception {
    assertSameReplay(input);
    Path edited = TablesOnDisk.with(directory.resolve("edited"), "M18", "DROP");
    assertSameReplay(input, "--tables", edited.toString());
  }

  @Test
  void aCompressedRecordingIsReadAndCompressedDecisionsAreWritten() throws Exception {
    Path compressed = directory.resolve("updates.jsonl.zst");
    Files.write(compressed, Zstd.compress(Files.readAllBytes(input)));
    assertSameReplay(compressed);
    Path decisions = directory.resolve("decisions.zst");
    CommandRun run = onNative(replay(compressed, "--decisions", decisions.toString()));
    assertThat(run.err()).isEmpty();
    byte[] lines = new byte[64 << 20];
    long length = Zstd.decompress(lines, Files.readAllBytes(decisions));
    Path plain = directory.resolve("decisions.jsonl");
    CommandRun.of(replay(input, "--decisions", plain.toString()));
    assertThat(new String(lines, 0, (int) length, UTF_8)).isEqualTo(Files.readString(plain));
  }

  @Test
  void aBacktestCountsTheSamePeople() throws Exception {
    Path edited = TablesOnDisk.with(directory.resolve("edited"), "M17", "DROP");
    String[] call =
        replay(input, "--tables", edited.toString(), "--baseline", "decision-tables", "--json");
    CommandRun run = onNative(call);
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).isEqualTo(CommandRun.of(call).out());
  }

  @Test
  void oneUpdateIsExplainedInTheSameWords() throws Exception {
    Path one = directory.resolve("one.jsonl");
    for (String line : Files.readAllLines(input).subList(0, 20)) {
      Files.writeString(one, line + "\n");
      assertSameAnswer("try", "--update", one.toString(), "--config", config.toString());
    }
  }

  private void assertSameReplay(Path recording, String... options) throws Exception {
    for (String where : List.of("jvm", "native")) {
      Path here = Files.createDirectories(directory.resolve(where));
      var all = new ArrayList<>(List.of(options));
      all.addAll(List.of("--decisions", here.resolve("decisions.jsonl").toString()));
      all.addAll(List.of("--events", here.resolve("events.jsonl").toString()));
      all.addAll(List.of("--report", here.resolve("report.html").toString()));
      String[] call = replay(recording, all.toArray(String[]::new));
      CommandRun run = where.equals("jvm") ? CommandRun.of(call) : onNative(call);
      assertThat(run.exitCode()).as(run.err()).isZero();
    }
    for (String output : List.of("decisions.jsonl", "events.jsonl", "report.html")) {
      assertThat(directory.resolve("native").resolve(output))
          .isNotEmptyFile()
          .hasSameBinaryContentAs(directory.resolve("jvm").resolve(output));
    }
  }

  private String[] replay(Path recording, String... options) {
    var call = new ArrayList<String>();
    call.addAll(List.of("replay", "--config", config.toString(), "--input", recording.toString()));
    call.addAll(List.of(options));
    return call.toArray(String[]::new);
  }

  private void assertSameAnswer(String... call) throws Exception {
    CommandRun here = CommandRun.of(call);
    CommandRun there = onNative(call);
    assertThat(there.out()).isEqualTo(here.out());
    assertThat(there.err()).isEqualTo(here.err());
    assertThat(there.exitCode()).isEqualTo(here.exitCode());
  }

  private CommandRun onNative(String... call) throws IOException, InterruptedException {
    return CommandRun.onNative(directory, call);
  }

  /** A file that would be a workbook, were it not for its first part. */
  private static byte[] workbook(String xml) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry("xl/workbook.xml"));
      zip.write(xml.getBytes(UTF_8));
    }
    return bytes.toByteArray();
  }

  /** Words as a shell would split them, with single quotes. */
  private static String[] splitted(String words) {
    var found = new ArrayList<String>();
    String[] quoted = words.split("'", -1);
    for (int i = 0; i < quoted.length; i++) {
      if (i % 2 == 1) {
        found.add(quoted[i]);
      } else if (!quoted[i].isBlank()) {
        found.addAll(List.of(quoted[i].strip().split(" ", -1)));
      }
    }
    return found.toArray(String[]::new);
  }
}
