package dev.oncegate.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.oncegate.core.update.ExternalId;
import dev.oncegate.core.update.ProfileUpdate;
import dev.oncegate.fuzz.ByteMutator;
import dev.oncegate.fuzz.FuzzRun;
import dev.oncegate.fuzz.Tokens;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whatever bytes are in a message, it is an update, or a sentence says why not. */
class UpdateReaderFuzzTest {
  private static final int LONGEST = 16_000;
  private static final long MOST_BYTES = 16 << 20;
  private static final int LONGEST_SENTENCE = 300;
  private static final ObjectMapper TREE = new ObjectMapper(BoundedJson.factory());

  @Test
  void everyMessageIsAnUpdateOrASentence() throws IOException {
    var messages = new ByteMutator(samples(), Tokens.JSON, LONGEST);
    new FuzzRun("update", 20_000, 1, MOST_BYTES).run(messages::next, UpdateReaderFuzzTest::check);
  }

  private static List<byte[]> samples() throws IOException {
    var samples = new ArrayList<byte[]>();
    for (String line : Files.readAllLines(Path.of("samples/updates.jsonl"))) {
      samples.add(line.getBytes(StandardCharsets.UTF_8));
    }
    for (String line : Files.readAllLines(Path.of("samples/recording.jsonl"))) {
      samples.add(TREE.readTree(line).get("value").toString().getBytes(StandardCharsets.UTF_8));
    }
    return samples;
  }

  private static void check(byte[] message) throws IOException {
    Parsed computed = checked(message, UpdateReader.computed(message));
    Parsed identified = checked(message, UpdateReader.identified(message));
    if (computed instanceof Parsed.Valid(ProfileUpdate update, Parsed.Layout layout, int blank)) {
      isWrittenAndReadTheSame(message, update, layout);
      assertThat(blank).isNotNegative();
    }
    if (identified instanceof Parsed.Valid valid) {
      isRecordedAndReadTheSame(message, valid.update());
    }
  }

  private static Parsed checked(byte[] message, Parsed parsed) throws IOException {
    switch (parsed) {
      case Parsed.Valid valid -> isWhatAnotherParserReads(message, valid.update());
      case Parsed.Invalid invalid ->
          assertThat(invalid.sentence()).isNotBlank().hasSizeLessThan(LONGEST_SENTENCE);
    }
    return parsed;
  }

  private static void isWhatAnotherParserReads(byte[] message, ProfileUpdate update)
      throws IOException {
    // Of a field that nobody reads, the text is not looked at, and may be no UTF-8.
    String text = new String(message, StandardCharsets.UTF_8);
    JsonNode tree = TREE.readTree(text.startsWith("\uFEFF") ? text.substring(1) : text);
    assertThat(tree.get("messageId").textValue()).isEqualTo(update.messageId());
    assertThat(tree.get("spaceId").textValue()).isEqualTo(update.spaceId());
    assertThat(tree.get("profileId").textValue()).isEqualTo(update.profileId());
  }

  /** As the identify stage does it: other ids in the message's own bytes. */
  private static void isWrittenAndReadTheSame(
      byte[] message, ProfileUpdate update, Parsed.Layout layout) {
    var ids = List.of(new ExternalId("email", "a\"b\\c@example.com", update.computedAt()));
    byte[] written = IdentifiedWriter.write(message, layout, "use \"1\"", List.of("x"), ids);
    Parsed again = UpdateReader.identified(written);
    assertThat(again).isInstanceOf(Parsed.Valid.class);
    assertThat(((Parsed.Valid) again).update())
        .isEqualTo(
            new ProfileUpdate(
                update.messageId(),
                update.spaceId(),
                "use \"1\"",
                update.computation(),
                update.value(),
                update.trigger(),
                update.computedAt(),
                ids,
                List.of("x")));
  }

  private static void isRecordedAndReadTheSame(byte[] message, ProfileUpdate update) {
    var origin = new MessageOrigin("t", 0, 1, 2);
    byte[] line = RecordedWriter.write(new TopicMessage(origin, null, message, List.of()));
    assertThat(RecordedMessage.isOne(line)).isTrue();
    assertThat(RecordedMessage.placeOf(line)).isEqualTo(origin);
    assertThat(((Parsed.Valid) RecordedMessage.identified(line)).update()).isEqualTo(update);
  }
}
