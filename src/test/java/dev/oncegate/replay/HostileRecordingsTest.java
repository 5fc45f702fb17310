package dev.oncegate.replay;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Small files that would be large, or slow, if they were read as they ask for. */
@Timeout(60)
class HostileRecordingsTest {
  private static final int LINE = 80 << 20;

  @TempDir private Path directory;

  /** Of 80 MB, in some kilobytes. */
  private Path longLine() throws IOException {
    Path file = directory.resolve("a.jsonl.zst");
    try (OutputStream out = new ZstdOutputStream(Files.newOutputStream(file))) {
      byte[] blank = " ".repeat(1 << 20).getBytes(StandardCharsets.UTF_8);
      for (int written = 0; written < LINE; written += blank.length) {
        out.write(blank);
      }
    }
    return file;
  }

  @Test
  void aLineWithoutAnEndIsNamed() throws Exception {
    Path file = longLine();
    try (Recording recording = Recording.open(file)) {
      assertThatThrownBy(recording::next)
          .isInstanceOf(InvalidRecordingException.class)
          .hasMessage(file + ":1: cannot be read: a line is longer than 64 MB, as no message is");
    }
    assertThatThrownBy(() -> RecordingFile.resume(file, "t"))
        .isInstanceOf(InvalidRecordingException.class)
        .hasMessageContaining("a line is longer than 64 MB");
    assertThatThrownBy(() -> new LedgerSnapshot(file).loadInto(List.of()))
        .isInstanceOf(InvalidRecordingException.class)
        .hasMessageContaining("a line is longer than 64 MB");
    try (GoldenDecisions golden = GoldenDecisions.open(file)) {
      assertThatThrownBy(golden::end)
          .isInstanceOf(IOException.class)
          .hasMessageContaining(":1: cannot be read: a line is longer than 64 MB");
    }
  }

  @Test
  void aFileThatAsksForMoreMemoryThanItMayIsRefused() throws Exception {
    Path file = directory.resolve("window.jsonl.zst");
    // A frame whose header asks for a window of 2 GB, and the beginning of a block.
    Files.write(
        file, new byte[] {0x28, (byte) 0xB5, 0x2F, (byte) 0xFD, 0x00, (byte) (21 << 3), 1, 0, 0});
    try (Recording recording = Recording.open(file)) {
      assertThatThrownBy(recording::next)
          .isInstanceOf(InvalidRecordingException.class)
          .hasMessageContaining("the compressed file is damaged or ends early");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"ledger\":1,\"topic\":\"t\",\"asOf\":{\"x\":1}}|asOf: \"x\" is no partition",
        "{\"ledger\":1,\"topic\":\"t\",\"asOf\":{\"9999999999\":1}}|is no partition",
        "{\"spaceId\":\"a\\u0000b\",\"mergedId\":\"x\",\"survivorId\":\"y\"}|spaceId: must not contain the character U+0000",
        "[]|spaceId: missing",
      })
  void aLineOfASnapshotIsRefusedWithASentence(String line, String sentence) throws IOException {
    Path file = directory.resolve("ledger.jsonl");
    Files.writeString(file, line.contains("ledger") ? line : "{\"ledger\":1}\n" + line);
    assertThatThrownBy(() -> new LedgerSnapshot(file).loadInto(List.of()))
        .isInstanceOf(InvalidRecordingException.class)
        .hasMessageContaining(sentence.startsWith("spaceId: missing") ? ": missing" : sentence);
  }

  @Test
  void aFileNameWithALinesEndMakesNoLine() {
    assertThatThrownBy(() -> Recording.open(directory.resolve("a\nb.jsonl")))
        .isInstanceOf(InvalidRecordingException.class)
        .hasMessageNotContaining("\n");
  }
}
