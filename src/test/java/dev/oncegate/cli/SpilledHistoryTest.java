package dev.oncegate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpilledHistoryTest {
  private static final String LARGEST_ON_HEAP = "oncegate.history.largest-on-heap";

  @TempDir private Path directory;

  @AfterEach
  void takeHeapAgain() {
    System.clearProperty(LARGEST_ON_HEAP);
  }

  @Test
  void aHistoryInTemporaryFilesDecidesTheSameBytesAndLeavesNoFiles() throws IOException {
    Path decisions = directory.resolve("decisions.jsonl");
    String[] replay = replay("--decisions", decisions.toString());
    CommandRun.of(replay);
    List<String> onTheHeap = Files.readAllLines(decisions);
    System.setProperty(LARGEST_ON_HEAP, "1000");
    assertThat(CommandRun.of(replay).exitCode()).isZero();
    assertThat(Files.readAllLines(decisions)).hasSizeGreaterThan(5_000).isEqualTo(onTheHeap);
    try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      assertThat(files)
          .noneMatch(file -> file.getFileName().toString().startsWith("oncegate-history-"));
    }
  }

  @Test
  void peopleInATemporaryFileAreCountedAndNamedTheSame() throws IOException {
    String[] backtest =
        replay(
            "--tables",
            TablesOnDisk.with(directory.resolve("tables"), "M18", "DROP").toString(),
            "--baseline",
            TablesOnDisk.copy(directory.resolve("today")).toString(),
            "--json");
    CommandRun onTheHeap = CommandRun.of(backtest);
    System.setProperty(LARGEST_ON_HEAP, "1000");
    assertThat(CommandRun.of(backtest)).isEqualTo(onTheHeap);
    assertThat(onTheHeap.out()).contains("\"fate\":\"loses\"");
  }

  @Test
  void aHistoryThatCannotBeKeptEndsTheReplayInASentence() throws IOException {
    String temporary = System.getProperty("java.io.tmpdir");
    System.setProperty(LARGEST_ON_HEAP, "1000");
    System.setProperty("java.io.tmpdir", directory.resolve("none").toString());
    try {
      CommandRun run = CommandRun.of(replay());
      assertThat(run.exitCode()).isEqualTo(2);
      assertThat(run.err())
          .isEqualTo(
              "the history is too large for memory, and %s: cannot be written: there is no such directory\n"
                  .formatted(directory.resolve("none")));
    } finally {
      System.setProperty("java.io.tmpdir", temporary);
    }
  }

  private String[] replay(String... more) throws IOException {
    Path config = RecordingOnDisk.integrations(directory);
    Path input = RecordingOnDisk.updates(directory, 5_000, 3);
    var args = new ArrayList<>(List.of("replay", "--config", config.toString()));
    args.addAll(List.of("--input", input.toString()));
    args.addAll(List.of(more));
    return args.toArray(String[]::new);
  }
}
