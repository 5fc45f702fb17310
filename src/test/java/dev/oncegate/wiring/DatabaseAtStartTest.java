package dev.oncegate.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class DatabaseAtStartTest {
  private static final SQLException GONE =
      new SQLException("terminating connection due to administrator command", "57P01");

  @Test
  void aDatabaseThatGoesAwayDuringTheStartIsWaitedFor() throws Exception {
    var tries = new AtomicInteger();
    String begun =
        DatabaseAtStart.begin(
            Duration.ofMinutes(1),
            () -> {
              if (tries.incrementAndGet() < 3) {
                throw GONE;
              }
              return "begun";
            });
    assertThat(begun).isEqualTo("begun");
    assertThat(tries).hasValue(3);
  }

  @Test
  void aDatabaseThatStaysAwayEndsTheStartWithItsReason() {
    assertThatThrownBy(
            () ->
                DatabaseAtStart.begin(
                    Duration.ZERO,
                    () -> {
                      throw GONE;
                    }))
        .isSameAs(GONE);
  }
}
