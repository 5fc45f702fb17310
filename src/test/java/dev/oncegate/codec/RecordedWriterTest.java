package dev.oncegate.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RecordedWriterTest {

  @Test
  void aJsonObjectStandsInTheLineAsItIs() {
    assertThat(line("{\"a\": 1.50,  \"b\":\"ä😀\\u0041\"}"))
        .isEqualTo(
            "{\"topic\":\"t\",\"partition\":1,\"offset\":7,\"timestamp\":1795000000000,"
                + "\"key\":\"use_1\",\"value\":{\"a\": 1.50,  \"b\":\"ä😀\\u0041\"}}");
  }

  @Test
  void lineBreaksBetweenTokensBecomeSpaces() {
    assertThat(line("{\n  \"a\": 1\r\n}\n")).endsWith("\"value\":{   \"a\": 1  } }");
  }

  @Test
  void whatIsNoJsonStandsThereAsAString() {
    assertThat(line("hello \"you\"\n")).endsWith("\"value\":\"hello \\\"you\\\"\\n\"}");
    assertThat(line("{\"a\":")).endsWith("\"value\":\"{\\\"a\\\":\"}");
    assertThat(line("{} {}")).endsWith("\"value\":\"{} {}\"}");
    assertThat(line("")).endsWith("\"value\":\"\"}");
  }

  @Test
  void aJsonStringAndNullStandThereAsStringsSinceTheyMeanSomethingElse() {
    assertThat(line("\"hello\"")).endsWith("\"value\":\"\\\"hello\\\"\"}");
    assertThat(line("null")).endsWith("\"value\":\"null\"}");
    assertThat(text(RecordedWriter.write(message(null)))).endsWith("\"value\":null}");
  }

  @Test
  void bytesThatAreNoTextStandThereInBase64() {
    byte[] bytes = {'{', '"', (byte) 0xC3, '"', '}'};
    byte[] line = RecordedWriter.write(message(bytes));
    assertThat(text(line)).endsWith("\"valueBase64\":\"eyLDIn0=\"}");
  }

  @Test
  void headersFollowInTheirOrder() {
    var message =
        new TopicMessage(
            new MessageOrigin("t", 0, 0, -1),
            new byte[] {(byte) 0xFF},
            bytes("1"),
            List.of(
                new MessageHeader("h", bytes("x")),
                new MessageHeader("h", null),
                new MessageHeader("b", new byte[] {(byte) 0xFF})));
    assertThat(text(RecordedWriter.write(message)))
        .isEqualTo(
            "{\"topic\":\"t\",\"partition\":0,\"offset\":0,\"timestamp\":-1,\"keyBase64\":\"/w==\","
                + "\"value\":1,\"headers\":[{\"key\":\"h\",\"value\":\"x\"},"
                + "{\"key\":\"h\",\"value\":null},{\"key\":\"b\",\"valueBase64\":\"/w==\"}]}");
  }

  @Test
  void everyMessageIsReadBackAsItWas() throws Exception {
    for (String value :
        List.of(
            "{\"a\": [1, 2.50, \"\\u0000\", null]}",
            "[]",
            "-12e3",
            "true",
            "null",
            "\"x\"",
            "hello\r\n",
            "\uFEFF{}",
            "{\u0000\"\u0000}\u0000",
            "01",
            "{}x")) {
      byte[] line = RecordedWriter.write(message(bytes(value)));
      assertThat(text(line)).doesNotContain("\n");
      assertThat(RecordedMessage.isOne(line)).isTrue();
      assertThat(RecordedMessage.placeOf(line))
          .isEqualTo(new MessageOrigin("t", 1, 7, 1795000000000L));
      assertThat(RecordedMessage.valueOf(line)).isEqualTo(bytes(value));
    }
    for (int i = 0; i < 256; i++) {
      byte[] value = {'a', (byte) i, '{'};
      assertThat(RecordedMessage.valueOf(RecordedWriter.write(message(value)))).isEqualTo(value);
    }
  }

  @Test
  void aLineThatIsCutHasNoPlace() {
    byte[] line = RecordedWriter.write(message(bytes("{\"a\":1}")));
    for (int length = 0; length < line.length; length++) {
      assertThat(RecordedMessage.placeOf(Arrays.copyOf(line, length))).isNull();
    }
  }

  private static String line(String value) {
    return text(RecordedWriter.write(message(bytes(value))));
  }

  private static TopicMessage message(byte @Nullable [] value) {
    return new TopicMessage(
        new MessageOrigin("t", 1, 7, 1795000000000L), bytes("use_1"), value, List.of());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
