package dev.oncegate.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oncegate.testkit.EmbeddedDatabase;
import dev.oncegate.testkit.Migrated;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

class SchemaIT {
  private static final String NEWEST = " where version = '" + Schema.NEWEST + "'";

  @Test
  void aDatabaseIsCurrentFromTheNewestMigrationOn() throws SQLException {
    try (var server = EmbeddedDatabase.start()) {
      assertThat(Schema.isCurrent(server.dataSource())).isFalse();
      DataSource migrated = Migrated.database(server);
      assertThat(Schema.isCurrent(migrated)).isTrue();
      execute(migrated, "update flyway_schema_history set success = false" + NEWEST);
      assertThat(Schema.isCurrent(migrated)).isFalse();
      execute(migrated, "delete from flyway_schema_history" + NEWEST);
      assertThat(Schema.isCurrent(migrated)).isFalse();
    }
  }

  @Test
  void aDatabaseThatDoesNotAnswerIsNotCurrent() {
    DataSource gone;
    try (var server = EmbeddedDatabase.start()) {
      gone = Migrated.database(server);
    }
    assertThat(Schema.isCurrent(gone)).isFalse();
  }

  @Test
  void theNewestMigrationIsTheOneThatIsAskedFor() throws IOException {
    try (var migrations = Files.list(Path.of("src/main/resources/db/migration"))) {
      assertThat(migrations.mapToInt(SchemaIT::version).max()).hasValue(Schema.NEWEST);
    }
  }

  private static int version(Path migration) {
    return Integer.parseInt(migration.getFileName().toString().replaceFirst("V(\\d+)__.*", "$1"));
  }

  private static void execute(DataSource database, String sql) throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
