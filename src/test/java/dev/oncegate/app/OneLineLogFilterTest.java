package dev.oncegate.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.logging.Level;
import org.jboss.logmanager.ExtLogRecord;
import org.junit.jupiter.api.Test;

class OneLineLogFilterTest {
  private static final String FORGED = "x\r\n2026-11-22 10:00:00 INFO all is well\u2028\u001b[2J";

  private final OneLineLogFilter filter = new OneLineLogFilter();

  private ExtLogRecord filtered(ExtLogRecord record) {
    assertThat(filter.isLoggable(record)).isTrue();
    return record;
  }

  private static ExtLogRecord record(String format, Object... parameters) {
    var record =
        new ExtLogRecord(Level.INFO, format, ExtLogRecord.FormatStyle.PRINTF, "OneLineLogFilter");
    record.setParameters(parameters);
    return record;
  }

  @Test
  void aParameterMakesNoSecondLine() {
    assertThat(filtered(record("refused: %s", FORGED)).getMessage())
        .isEqualTo("refused: xU+000DU+000A2026-11-22 10:00:00 INFO all is wellU+2028U+001B[2J");
  }

  @Test
  void aMessageThatIsOneLineStaysAsItIs() {
    ExtLogRecord record = filtered(record("100 %% of %s", "Größe …"));
    assertThat(record.getMessage()).isEqualTo("100 %% of %s");
  }

  @Test
  void anExceptionsMessagesMakeNoLinesOfTheirOwnAndItsFramesStay() {
    var cause = new IllegalArgumentException(FORGED);
    var thrown = new IllegalStateException("failed", cause);
    thrown.addSuppressed(new IllegalStateException(FORGED));
    ExtLogRecord record = record("failed");
    record.setThrown(thrown);

    var text = new StringWriter();
    filtered(record).getThrown().printStackTrace(new PrintWriter(text));
    assertThat(text.toString().lines())
        .allSatisfy(
            line ->
                assertThat(line.strip())
                    .matches(
                        "java\\.lang\\..*|at .*|Caused by: .*|Suppressed: .*|\\.\\.\\. \\d+ more"));
    assertThat(text.toString())
        .startsWith("java.lang.IllegalStateException: failed")
        .contains("Caused by: java.lang.IllegalArgumentException: xU+000DU+000A2026")
        .contains("OneLineLogFilterTest.anExceptionsMessages");
  }

  @Test
  void anExceptionThatIsOneLineStaysAsItIs() {
    var thrown = new IllegalStateException("failed");
    ExtLogRecord record = record("failed");
    record.setThrown(thrown);
    assertThat(filtered(record).getThrown()).isSameAs(thrown);
  }

  @Test
  void causesThatGoInACircleEnd() {
    var thrown = new IllegalStateException(FORGED);
    thrown.initCause(new IllegalStateException("other", thrown));
    ExtLogRecord record = record("failed");
    record.setThrown(thrown);
    assertThat(filtered(record).getThrown().toString()).doesNotContain("\n");
  }
}
