package dev.oncegate.replay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputFileTest {
  @TempDir private Path directory;

  @Test
  void aFinishedFileHasItsLinesAndNothingLiesBesideIt() throws IOException {
    Path file = directory.resolve("out.jsonl");
    write(file, true);
    assertThat(file).hasContent("one\ntwo\n");
    assertThat(directory).isDirectoryContaining(file::equals);
    assertThat(directory.toFile().list()).hasSize(1);
  }

  @Test
  void aFileThatWasNotFinishedLeavesWhatWasThere() throws IOException {
    Path file = Files.writeString(directory.resolve("out.jsonl"), "before");
    write(file, false);
    assertThat(file).hasContent("before");
    assertThat(directory.toFile().list()).hasSize(1);
  }

  @Test
  void aNameThatEndsInZstIsCompressed() throws IOException {
    Path file = directory.resolve("out.zst");
    write(file, true);
    try (var in = new ZstdInputStreamNoFinalizer(Files.newInputStream(file))) {
      assertThat(new String(in.readAllBytes(), UTF_8)).isEqualTo("one\ntwo\n");
    }
  }

  @Test
  void aPlaceThatCannotBeWrittenIsNamed() {
    Path nowhere = directory.resolve("none/out.jsonl");
    assertThatThrownBy(() -> OutputFile.create(nowhere))
        .hasMessage(nowhere + ": cannot be written: there is no such directory");
    assertThatThrownBy(() -> OutputFile.create(directory))
        .hasMessage(directory + ": is a directory, cannot write a file there");
  }

  private static void write(Path path, boolean finished) throws IOException {
    try (OutputFile file = OutputFile.create(path)) {
      file.line("one".getBytes(UTF_8));
      file.line("two".getBytes(UTF_8));
      if (finished) {
        file.finish();
      }
    }
  }
}
