package dev.oncegate.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Messages that would cost much, or show more than they should, if they were read as they are. */
class HostileMessagesTest {
  private static final int MEGABYTE = 1 << 20;

  @Test
  void depthIsNamed() {
    assertThat(invalid("{\"x\":" + "[".repeat(100_000)).sentence())
        .startsWith("not JSON: it is nested too deeply");
  }

  /** The parser remembers names, so that many long ones would fill a small heap. */
  @Test
  void manyLongNamesOfFieldsFillNoMemory() {
    assertThat(invalid("{\"" + "x".repeat(1_001) + "\":1}").sentence())
        .startsWith("not JSON: a number or a name is too long");
    long before = used();
    for (int message = 0; message < 400; message++) {
      var json = new StringBuilder("{");
      for (int i = 0; i < 20; i++) {
        json.append('"').append((char) ('a' + i)).append(message).append("x".repeat(40_000));
        json.append("\":1,");
      }
      UpdateReader.identified(json.toString().getBytes(StandardCharsets.UTF_8));
    }
    assertThat((used() - before) / MEGABYTE).isLessThan(40);
  }

  @Test
  void aWordThatIsQuotedIsShortAndOnOneLine() {
    String message =
        "{\"computation\":{\"id\":\"a\",\"key\":\"k\",\"type\":\"" + "a".repeat(5_000) + "\"}}";
    assertThat(invalid(message).sentence()).hasSizeLessThan(200);
    String time = "{\"computedAt\":\"x\\r\\nforged\\u001b\\u202e\"}";
    assertThat(invalid(time).sentence()).contains("found \"xU+000DU+000AforgedU+001BU+202E\"");
  }

  @Test
  void aNumberOfAnySizeIsReadInNoTime() {
    var memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = memory.getCurrentThreadAllocatedBytes();
    for (String number : new String[] {"1e999999999", "-1e-999999999", "9".repeat(1_000)}) {
      if (UpdateReader.computed(update(number)) instanceof Parsed.Valid valid) {
        assertThat(valid.update().value().canonical()).hasSizeLessThan(1_100);
      }
    }
    assertThat(memory.getCurrentThreadAllocatedBytes() - before).isLessThan(4L * MEGABYTE);
  }

  @Test
  void aFieldThatNobodyKnowsIsNamedShortAndOnOneLine() {
    assertThat(new InputFault("a\r\n" + "x".repeat(5_000), "unknown field").toString())
        .startsWith("aU+000DU+000Axxx")
        .hasSizeLessThan(250)
        .endsWith("…: unknown field");
  }

  private static byte[] update(String value) {
    return """
        {"messageId": "m", "spaceId": "s", "profileId": "p", "value": %s,
         "computation": {"id": "c", "key": "k", "type": "sql_trait"},
         "computedAt": "2026-11-22T10:00:00Z", "trigger": {"reason": "value_changed"}}"""
        .formatted(value)
        .getBytes(StandardCharsets.UTF_8);
  }

  private static Parsed.Invalid invalid(String message) {
    return (Parsed.Invalid) UpdateReader.identified(message.getBytes(StandardCharsets.UTF_8));
  }

  @SuppressWarnings("SystemGc") // What is left over is to be counted, and not what was.
  private static long used() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }
}
