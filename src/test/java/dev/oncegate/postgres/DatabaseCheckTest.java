package dev.oncegate.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oncegate.postgres.DatabaseCheck.DatabaseFacts;
import dev.oncegate.postgres.DatabaseCheck.Migration;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DatabaseCheckTest {
  private static final DatabaseAddress ADDRESS =
      DatabaseAddress.of("jdbc:postgresql://db-1/sends", "app");
  private static final List<Migration> CURRENT =
      List.of(
          new Migration("1", "db/migration/V1__configuration.sql"),
          new Migration(Integer.toString(DatabaseCheck.NEWEST_MIGRATION), "V__.sql"));

  @Test
  void anEmptyDatabaseAndACurrentOneWillDo() {
    assertThat(obstacle(150004, "UTF8", true, null, List.of())).isNull();
    assertThat(obstacle(180000, "UTF8", false, CURRENT, List.of("space"))).isNull();
  }

  @Test
  void aServerThatIsTooOldIsRefused() {
    assertThat(obstacle(140018, "UTF8", true, null, List.of()))
        .startsWith(
            "PostgreSQL database \"sends\" at db-1:5432 runs on PostgreSQL 14.18, and Oncegate"
                + " needs 15 or later");
  }

  @Test
  void anOlderSchemaNeedsTheRightToChangeIt() {
    List<Migration> older = CURRENT.subList(0, 1);
    assertThat(obstacle(170000, "UTF8", true, older, List.of("space"))).isNull();
    assertThat(obstacle(170000, "UTF8", false, older, List.of("space")))
        .contains("grant create on schema \"public\" to \"app\";");
  }

  @Test
  void migrationsOfAnotherProgramAreRefused() {
    List<Migration> theirs = List.of(new Migration("10", "V10__theirs.sql"));
    assertThat(obstacle(170000, "UTF8", true, theirs, List.of("space")))
        .contains("has the migrations of another program");
  }

  @Test
  void aSessionThatCannotWriteIsLostAndMayBeReplaced() {
    for (String state : List.of("25006", "57P01", "57P03", "08006", "25P03")) {
      var failure = new SQLException("no", state);
      assertThat(DatabaseFailure.isOfSession(failure)).as(state).isTrue();
      assertThat(DatabaseFailure.isPassing(failure)).as(state).isTrue();
    }
    for (String state : List.of("23505", "57014", "40001", "22021")) {
      assertThat(DatabaseFailure.isOfSession(new SQLException("no", state))).as(state).isFalse();
    }
  }

  private static @Nullable String obstacle(
      int version,
      String encoding,
      boolean mayCreate,
      @Nullable List<Migration> migrations,
      List<String> relations) {
    String name = version / 10_000 + "." + version % 10_000;
    return DatabaseCheck.obstacle(
        new DatabaseFacts(
            version, name, encoding, false, "public", mayCreate, migrations, relations),
        ADDRESS);
  }
}
