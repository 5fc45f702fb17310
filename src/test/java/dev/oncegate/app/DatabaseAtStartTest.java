package dev.oncegate.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.configuration.ConfigurationException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class DatabaseAtStartTest {
  private static final Optional<String> URL =
      Optional.of("jdbc:postgresql://db-1,db-2:5433/sends?targetServerType=primary");

  @Test
  void aDatabaseThatGoesAwayDuringTheStartIsWaitedFor() throws Exception {
    var tries = new AtomicInteger();
    String begun =
        with(Duration.ofMinutes(1))
            .begin(
                () -> {
                  if (tries.incrementAndGet() < 3) {
                    throw gone();
                  }
                  return "begun";
                });
    assertThat(begun).isEqualTo("begun");
    assertThat(tries).hasValue(3);
  }

  @Test
  void aDatabaseThatStaysAwayEndsTheStartWithItsReason() {
    assertThatThrownBy(() -> with(Duration.ZERO).begin(failing(gone())))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "oncegate: PostgreSQL database \"sends\" at db-1:5432,db-2:5433 cannot be worked with, and"
                + " was waited for for 0 s: terminating connection due to administrator command");
  }

  @Test
  void aDatabaseThatWillNotLetTheRoleInIsNotWaitedFor() {
    var refused = new SQLException("permission denied for database \"sends\"", "42501");
    assertThatThrownBy(() -> with(Duration.ofMinutes(1)).begin(failing(refused)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "oncegate: PostgreSQL database \"sends\" at db-1:5432,db-2:5433 does not let role \"app\""
                + " connect; let it: grant connect on database \"sends\" to \"app\";");
  }

  @Test
  void aUrlOfSomethingElseEndsTheStart() {
    var wrong = new DatabaseAtStart(Optional.of("jdbc:mysql://db-1/sends"), Optional.empty());
    assertThatThrownBy(() -> wrong.begin(() -> "begun"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("is no URL of a PostgreSQL database");
  }

  private static DatabaseAtStart with(Duration patience) {
    return new DatabaseAtStart(URL, Optional.of("app"), patience);
  }

  private static DatabaseAtStart.StartStep<String> failing(SQLException failure) {
    return () -> {
      throw failure;
    };
  }

  private static SQLException gone() {
    return new SQLException("terminating connection due to administrator command", "57P01");
  }
}
