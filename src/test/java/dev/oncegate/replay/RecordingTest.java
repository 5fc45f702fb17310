package dev.oncegate.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import dev.oncegate.core.update.ProfileUpdate;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordingTest {
  @TempDir private Path directory;

  @Test
  void updatesAreReadALineAtATime() throws Exception {
    assertThat(messageIds(update("m-1") + "\n" + update("m-2") + "\n"))
        .containsExactly("m-1", "m-2");
  }

  @Test
  void theLastLineNeedsNoEnd() throws Exception {
    assertThat(messageIds(update("m-1") + "\n" + update("m-2"))).containsExactly("m-1", "m-2");
  }

  @Test
  void aByteOrderMarkAndCrLfAndBlankLinesAreTolerated() throws Exception {
    assertThat(messageIds("\uFEFF" + update("m-1") + "\r\n\r\n" + update("m-2") + "\r\n \n\n"))
        .containsExactly("m-1", "m-2");
  }

  @Test
  void aRecordedMessageIsReadFromItsValue() throws Exception {
    assertThat(
            messageIds(
                "{\"topic\":\"t\",\"partition\":0,\"offset\":17,\"timestamp\":1,\"key\":\"use_1\",\"value\":"
                    + update("m-1")
                    + "}\n"))
        .containsExactly("m-1");
  }

  @Test
  void theValueOfARecordedMessageCanBeAString() throws Exception {
    assertThat(
            messageIds(
                "{\"value\":\""
                    + update("m-1").replace("\"", "\\\"")
                    + "\",\"topic\":\"t\",\"partition\":0,\"offset\":17,\"headers\":{\"a\":[1]}}\n"))
        .containsExactly("m-1");
  }

  @Test
  void bothKindsMayStandInOneFile() throws Exception {
    String recorded = "{\"topic\":\"t\",\"offset\":17,\"value\":%s}\n";
    assertThat(
            messageIds(
                update("m-1")
                    + "\n"
                    + recorded.formatted(update("m-2"))
                    + recorded.formatted(update("m-3"))
                    + update("m-4")))
        .containsExactly("m-1", "m-2", "m-3", "m-4");
  }

  @Test
  void anUpdateWithATopicOfItsOwnIsStillAnUpdate() throws Exception {
    assertThat(messageIds(update("m-1").replaceFirst("\\{", "{\"topic\": \"x\", \"offset\": 1, ")))
        .containsExactly("m-1");
  }

  @Test
  void aBadLineIsNamedByFileLineAndField() throws Exception {
    Path file =
        write("\n" + update("m-1") + "\n" + update("m-2").replace("T10", "T25") + "\n", "a.jsonl");
    assertThatThrownBy(() -> messageIds(file))
        .isInstanceOf(InvalidRecordingException.class)
        .hasMessage(
            file
                + ":3: computedAt: must be an RFC 3339 instant such as 2026-11-22T10:00:00.000Z, found \"2026-11-22T25:00:00Z\"");
  }

  @Test
  void aBadValueOfARecordedMessageIsNamedToo() throws Exception {
    Path file =
        write(
            "{\"topic\":\"t\",\"offset\":17,\"value\":"
                + update("m-1").replace("\"audience\"", "\"list\"")
                + "}",
            "a.jsonl");
    assertThatThrownBy(() -> messageIds(file))
        .hasMessageStartingWith(file + ":1: value.computation.type: must be audience");
    Path tombstone = write("{\"topic\":\"t\",\"offset\":17,\"value\":null}", "b.jsonl");
    assertThatThrownBy(() -> messageIds(tombstone)).hasMessage(tombstone + ":1: value: missing");
    Path text = write("{\"topic\":\"t\",\"offset\":17,\"value\":\"hello\"}", "c.jsonl");
    assertThatThrownBy(() -> messageIds(text)).hasMessageStartingWith(text + ":1: value: not JSON");
  }

  @Test
  void aLineThatIsNoJsonIsNamed() throws Exception {
    Path file = write(update("m-1") + "\n" + update("m-2").substring(0, 90), "a.jsonl");
    assertThatThrownBy(() -> messageIds(file)).hasMessageStartingWith(file + ":2: not JSON: ");
  }

  @Test
  void linesLongerThanABufferAreRead() throws Exception {
    String longId = "m".repeat(200_000);
    assertThat(messageIds(update(longId) + "\n" + update("m-2") + "\n" + update(longId)))
        .containsExactly(longId, "m-2", longId);
  }

  @Test
  void aFileWhoseNameEndsInZstIsDecompressed() throws Exception {
    Path file = directory.resolve("a.jsonl.zst");
    Files.write(file, compressed(2_000));
    assertThat(messageIds(file)).hasSize(2_000).startsWith("m-0").endsWith("m-1999");
  }

  @Test
  void aCompressedFileThatEndsEarlySaysSo() throws Exception {
    byte[] whole = compressed(20_000);
    for (int length : new int[] {whole.length - 1, whole.length / 2, 5}) {
      Path file = directory.resolve("cut" + length + ".zst");
      Files.write(file, Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> messageIds(file))
          .isInstanceOf(InvalidRecordingException.class)
          .hasMessageStartingWith(file + ":")
          .hasMessageContaining("the compressed file is damaged or ends early");
    }
  }

  @Test
  void aFileThatIsNotCompressedAsItsNameSaysSaysSo() throws Exception {
    Path file = write(update("m-1"), "a.zst");
    assertThatThrownBy(() -> messageIds(file))
        .hasMessageContaining("the compressed file is damaged or ends early");
  }

  @Test
  void anEmptyFileSaysSo() throws Exception {
    for (String name : new String[] {"a.jsonl", "a.zst"}) {
      for (String content : name.endsWith("zst") ? List.of("") : List.of("", "\n\n", "\uFEFF")) {
        Path file = write(content, name);
        assertThatThrownBy(() -> messageIds(file))
            .hasMessage(file + ": is empty: there is no update in it");
      }
    }
  }

  @Test
  void aFileThatIsMissingOrADirectorySaysSo() {
    assertThatThrownBy(() -> Recording.open(directory.resolve("none")))
        .hasMessageEndingWith("none: there is no such file");
    assertThatThrownBy(() -> Recording.open(directory))
        .hasMessageEndingWith("is a directory, not a recording");
  }

  private static byte[] compressed(int updates) {
    var lines = new StringBuilder();
    for (int i = 0; i < updates; i++) {
      lines.append(update("m-" + i)).append('\n');
    }
    return Zstd.compress(lines.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static String update(String messageId) {
    return """
    {"messageId": "%s", "spaceId": "spa_1", "profileId": "use_1", \
    "computation": {"id": "aud_1", "key": "k", "name": "n", "type": "audience"}, \
    "value": true, "trigger": {"reason": "value_changed"}, \
    "computedAt": "2026-11-22T10:00:00Z", "externalIds": []}"""
        .formatted(messageId);
  }

  private Path write(String content, String name) throws IOException {
    return Files.writeString(directory.resolve(name), content);
  }

  private List<String> messageIds(String content) throws Exception {
    return messageIds(write(content, "updates.jsonl"));
  }

  private static List<String> messageIds(Path file) throws Exception {
    var ids = new ArrayList<String>();
    try (Recording recording = Recording.open(file)) {
      for (ProfileUpdate update = recording.next(); update != null; update = recording.next()) {
        ids.add(update.messageId());
      }
    }
    return ids;
  }
}
