package dev.oncegate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
    Path config = RecordingOnDisk.integrations(directory);
    Path input = RecordingOnDisk.updates(directory, 5_000, 3);
    List<String> onTheHeap = replay(config, input, directory.resolve("heap.jsonl"));
    System.setProperty(LARGEST_ON_HEAP, "1000");
    assertThat(replay(config, input, directory.resolve("files.jsonl"))).isEqualTo(onTheHeap);
    try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      assertThat(files)
          .noneMatch(file -> file.getFileName().toString().startsWith("oncegate-history-"));
    }
  }

  private static List<String> replay(Path config, Path input, Path decisions) throws IOException {
    CommandRun run =
        CommandRun.of(
            "replay",
            "--config",
            config.toString(),
            "--input",
            input.toString(),
            "--decisions",
            decisions.toString());
    assertThat(run.exitCode()).isZero();
    return Files.readAllLines(decisions);
  }
}
