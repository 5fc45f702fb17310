package dev.oncegate.core.update;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import org.junit.jupiter.api.Test;

class CalendarBoundsTest {

  @Test
  void anInstantThatCannotBeWrittenInUtcIsNone() {
    assertThat(Rfc3339.format(Rfc3339.parse("0000-01-01T00:00:00Z")))
        .isEqualTo("0000-01-01T00:00:00.000Z");
    assertThat(Rfc3339.format(Rfc3339.parse("9999-12-31T23:59:59.9Z")))
        .isEqualTo("9999-12-31T23:59:59.900Z");
    assertThatThrownBy(() -> Rfc3339.parse("0000-01-01T00:00:00+00:01"))
        .isInstanceOf(DateTimeException.class);
    assertThatThrownBy(() -> Rfc3339.parse("9999-12-31T23:59:59-00:01"))
        .isInstanceOf(DateTimeException.class);
  }

  @Test
  void aResendPeriodOverAThousandYearsIsNone() {
    assertThat(Resend.parse("P1000Y").word()).isEqualTo("P1000Y");
    for (String period : new String[] {"P1001Y", "P1000Y1M", "P2147483647D", "PT99999999999H"}) {
      assertThatThrownBy(() -> Resend.parse(period))
          .as(period)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
