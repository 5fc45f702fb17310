package dev.oncegate.core.update;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Rfc3339Test {

  @ParameterizedTest
  @CsvSource({
    "2026-11-22T10:00:00Z,                     2026-11-22T10:00:00.000Z",
    "2026-11-22t10:00:00z,                     2026-11-22T10:00:00.000Z",
    "2026-11-22 10:00:00Z,                     2026-11-22T10:00:00.000Z",
    "2026-11-22T10:00:00.1Z,                   2026-11-22T10:00:00.100Z",
    "2026-11-22T10:00:00.123456789Z,           2026-11-22T10:00:00.123456789Z",
    "2026-11-22T10:00:00.12345678999999Z,      2026-11-22T10:00:00.123456789Z",
    "2026-11-22T10:00:00.000000000000000000000000000001Z, 2026-11-22T10:00:00.000Z",
    "2026-11-22T12:30:00+02:30,                2026-11-22T10:00:00.000Z",
    "2026-11-22T00:00:00-10:00,                2026-11-22T10:00:00.000Z",
    "2026-11-22T10:00:00+00:00,                2026-11-22T10:00:00.000Z",
    "2026-11-22T10:00:00-00:00,                2026-11-22T10:00:00.000Z",
    "2026-11-23T09:59:00+23:59,                2026-11-22T10:00:00.000Z",
    "2024-02-29T00:00:00Z,                     2024-02-29T00:00:00.000Z",
    "2016-12-31T23:59:60Z,                     2017-01-01T00:00:00.000Z",
    "2016-12-31T23:59:60.5Z,                   2017-01-01T00:00:00.500Z",
    "1969-12-31T23:59:59.999Z,                 1969-12-31T23:59:59.999Z",
    "0001-01-01T00:00:00Z,                     0001-01-01T00:00:00.000Z",
    "9999-12-31T23:59:59Z,                     9999-12-31T23:59:59.000Z"
  })
  void anyRfc3339InstantIsRead(String text, String inUtc) {
    assertThat(Rfc3339.format(Rfc3339.parse(text))).isEqualTo(inUtc);
    assertThat(Rfc3339.parse(inUtc)).isEqualTo(Rfc3339.parse(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "2026-11-22",
        "2026-11-22T10:00:00",
        "2026-11-22T10:00Z",
        "2026-11-22T10:00:00.Z",
        "2026-11-22T10:00:00,5Z",
        "2026-11-22T10:00:00+0200",
        "2026-11-22T10:00:00+02",
        "2026-11-22T10:00:00+24:00",
        "2026-11-22T10:00:00+01:60",
        "2026-11-22T24:00:00Z",
        "2026-11-22T10:60:00Z",
        "2026-11-22T10:00:61Z",
        "2026-02-29T00:00:00Z",
        "2026-13-01T00:00:00Z",
        "2026-00-01T00:00:00Z",
        "26-11-22T10:00:00Z",
        "+2026-11-22T10:00:00Z",
        "2026-11-22T10:00:00Z ",
        " 2026-11-22T10:00:00Z",
        "2026-11-22_10:00:00Z",
        "٢٠٢٦-11-22T10:00:00Z"
      })
  void anythingElseIsNot(String text) {
    assertThatThrownBy(() -> Rfc3339.parse(text)).isInstanceOf(DateTimeException.class);
  }

  @Test
  void whatIsReadIsInTheOrderOfItsInstants() {
    Instant[] inOrder = {
      Rfc3339.parse("1969-12-31T23:59:59.5Z"),
      Rfc3339.parse("1970-01-01T00:00:00Z"),
      Rfc3339.parse("2026-01-01T00:00:00+01:00"),
      Rfc3339.parse("2026-01-01T00:00:00Z"),
      Rfc3339.parse("2026-01-01T00:00:00.000000001Z"),
      Rfc3339.parse("2025-12-31T23:00:00-02:00"),
    };
    Instant[] sorted = inOrder.clone();
    Arrays.sort(sorted);
    assertThat(sorted).containsExactly(inOrder);
  }
}
