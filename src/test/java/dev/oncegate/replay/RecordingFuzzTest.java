package dev.oncegate.replay;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import dev.oncegate.codec.InvalidJsonException;
import dev.oncegate.codec.LedgerLine;
import dev.oncegate.codec.MessageOrigin;
import dev.oncegate.codec.RecordedWriter;
import dev.oncegate.codec.TopicMessage;
import dev.oncegate.core.decide.LastSend;
import dev.oncegate.core.decide.SendHistory;
import dev.oncegate.core.decide.SendKey;
import dev.oncegate.core.update.ProfileUpdate;
import dev.oncegate.fuzz.ByteMutator;
import dev.oncegate.fuzz.FuzzRun;
import dev.oncegate.fuzz.Tokens;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Whatever bytes are in a recording or a snapshot, they are read, or a sentence names the line. */
class RecordingFuzzTest {
  private static final Path NAME = Path.of("fuzz.jsonl");
  private static final int LONGEST = 8_000;
  private static final long MOST_BYTES = 32 << 20;
  // What a damaged frame may ask for, and what zstd itself takes.
  private static final long MOST_BYTES_OF_ZSTD = 256 << 20;

  @Test
  void everyRecordingIsReadOrTheLineIsNamed() throws IOException {
    var recordings = new ByteMutator(samples(), Tokens.JSON, LONGEST);
    new FuzzRun("recording", 20_000, 1, MOST_BYTES).run(recordings::next, RecordingFuzzTest::check);
  }

  @Test
  void everyCompressedRecordingIsReadOrTheLineIsNamed() throws IOException {
    var compressed = new ArrayList<byte[]>();
    for (byte[] sample : samples()) {
      compressed.add(Zstd.compress(sample));
    }
    var recordings = new ByteMutator(compressed, Tokens.JSON, LONGEST);
    new FuzzRun("recording-zst", 2_000, 0.1, MOST_BYTES_OF_ZSTD)
        .run(recordings::next, file -> read(CompressedFiles.decompressed(stream(file))));
  }

  @Test
  void everyLineOfASnapshotIsReadOrRefusedWithASentence() {
    var lines = new ByteMutator(ledgerLines(), Tokens.JSON, LONGEST);
    new FuzzRun("snapshot", 10_000, 1, MOST_BYTES)
        .run(
            lines::next,
            bytes -> {
              try {
                LedgerLine line = LedgerLine.read(bytes);
                assertThat(LedgerLine.read(line.write())).isEqualTo(line);
              } catch (InvalidJsonException e) {
                assertThat(e.getMessage()).isNotBlank();
              }
            });
  }

  /** Three lines each, bare and recorded. */
  private static List<byte[]> samples() throws IOException {
    var samples = new ArrayList<byte[]>();
    for (String name : List.of("samples/updates.jsonl", "samples/recording.jsonl")) {
      List<String> lines = Files.readAllLines(Path.of(name));
      for (int i = 0; i + 3 <= lines.size(); i += 3) {
        String text = String.join("\n", lines.subList(i, i + 3)) + "\n";
        samples.add(text.getBytes(StandardCharsets.UTF_8));
      }
    }
    return samples;
  }

  private static List<byte[]> ledgerLines() {
    var last = new LastSend("1.5", Instant.ofEpochSecond(1_800_000_000), true);
    var profile = new SendKey("spa_1", "aud_1", "dst_1", new SendKey.Subject.Profile("use_1"));
    var address =
        new SendKey("spa_1", "aud_1", "dst_1", new SendKey.Subject.Address("email", "a@b.example"));
    return List.of(
        new LedgerLine.Head("t", Map.of(0, 17L, 1, 4L)).write(),
        new LedgerLine.MergeLine("spa_1", "use_1", "use_2").write(),
        new LedgerLine.Sent(new SendHistory.Entry(profile, last), null).write(),
        new LedgerLine.Sent(new SendHistory.Entry(address, last), null).write(),
        new LedgerLine.Sent(new SendHistory.Entry(address, last), "use_9").write(),
        new LedgerLine.End(1, 3).write());
  }

  private static void check(byte[] file) throws IOException {
    List<ProfileUpdate> updates = read(stream(file));
    areTheSameWhenRecorded(file, updates);
    bothReadersOfLinesAgree(file);
  }

  private static InputStream stream(byte[] file) {
    return new ByteArrayInputStream(file);
  }

  /** The updates before the first line that is none. */
  private static List<ProfileUpdate> read(InputStream in) throws IOException {
    var updates = new ArrayList<ProfileUpdate>();
    try (var recording = new Recording(NAME, in)) {
      for (ProfileUpdate it = recording.next(); it != null; it = recording.next()) {
        updates.add(it);
      }
    } catch (InvalidRecordingException e) {
      assertThat(e.getMessage()).startsWith("fuzz.jsonl:").doesNotContain("\n");
    }
    return updates;
  }

  private static void areTheSameWhenRecorded(byte[] file, List<ProfileUpdate> updates)
      throws IOException {
    var recorded = new ByteArrayOutputStream();
    try (var recording = new Recording(NAME, stream(file))) {
      for (int i = 0; i < updates.size(); i++) {
        byte[] line = recording.nextMessage();
        boolean isBare =
            line != null && !new String(line, StandardCharsets.UTF_8).contains("topic");
        var origin = new MessageOrigin("t", 0, i, 0);
        recorded.writeBytes(
            isBare || line == null
                ? RecordedWriter.write(new TopicMessage(origin, null, line, List.of()))
                : line);
        recorded.write('\n');
      }
    } catch (InvalidRecordingException e) {
      throw new AssertionError("a line that was read is not read again", e);
    }
    assertThat(read(stream(recorded.toByteArray()))).isEqualTo(updates);
  }

  private static void bothReadersOfLinesAgree(byte[] file) throws IOException {
    try (var numbered = new NumberedLines(stream(file));
        var whole = new WholeLines(stream(file))) {
      byte[] line = whole.next();
      for (int number = 1; line != null; number++) {
        String text = new String(line, StandardCharsets.ISO_8859_1);
        text = number == 1 && text.startsWith("\u00EF\u00BB\u00BF") ? text.substring(3) : text;
        text = text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
        assertThat(numbered.next()).isEqualTo(text.getBytes(StandardCharsets.ISO_8859_1));
        line = whole.next();
      }
    }
  }
}
