package dev.oncegate.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oncegate.core.decide.SendKey;
import dev.oncegate.identity.ExternalIdTable;
import dev.oncegate.testkit.EmbeddedDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;

class SchemaIT {
  @Test
  void theNewestMigrationIsTheOneThatIsAskedFor() throws IOException {
    try (var migrations = Files.list(Path.of("src/main/resources/db/migration"))) {
      assertThat(migrations.mapToInt(SchemaIT::version).max())
          .hasValue(DatabaseCheck.NEWEST_MIGRATION);
    }
  }

  @Test
  void whatWasSentBeforeAnUpgradeIsStillKnownForEachDestination() throws SQLException {
    try (var server = EmbeddedDatabase.start()) {
      DataSource database = server.dataSource();
      Flyway.configure().dataSource(database).target("9").load().migrate();
      for (String destination : List.of("dst_1", "dst_2")) {
        execute(
            database,
            """
            insert into send_ledger (subject_key, topic_id, topic_offset, computed_at,
              topic_partition, left_since, computed_finer, space_id, computation_id,
              destination_id, profile_id, message_id, value)
            values (profile_subject_key('spa_1', 'aud_1', 'use_1'), gen_random_uuid(), 5,
              '2026-11-22T10:00:00.123456Z', 0, false, '7891', 'spa_1', 'aud_1', '%s', 'use_1', 'm-1', '')
            """
                .formatted(destination));
      }

      Flyway.configure().dataSource(database).load().migrate();

      var profile = new SendKey.Subject.Profile("use_1");
      assertThat(new PostgresLedger(database).rowsOf("spa_1", "aud_1", profile))
          .extracting(row -> row.destinationId() + " at " + row.last().computedAt())
          .containsExactlyInAnyOrder(
              "dst_1 at 2026-11-22T10:00:00.123456789Z", "dst_2 at 2026-11-22T10:00:00.123456789Z");
    }
  }

  @Test
  void idsOfBeforeAnUpgradeAreOneWhereTheirTypesDifferInCase() throws SQLException {
    try (var server = EmbeddedDatabase.start()) {
      DataSource database = server.dataSource();
      Flyway.configure().dataSource(database).target("10").load().migrate();
      execute(
          database,
          """
          insert into external_id values
            ('spa_1', 'use_1', 'email', 'a', '2026-01-01T00:00:00Z'),
            ('spa_1', 'use_1', 'EMAIL', 'a', '2026-03-01T00:00:00Z'),
            ('spa_1', 'use_1', 'Email', 'a', '2026-02-01T00:00:00Z'),
            ('spa_1', 'use_1', 'Phone', '1', null),
            ('spa_1', 'use_1', 'phone', '1', '0000-01-01T00:00:00Z'),
            ('spa_1', 'use_1', 'Phone', '2', '0000-01-01T00:00:00Z')
          """);

      Flyway.configure().dataSource(database).load().migrate();

      assertThat(new ExternalIdTable(database).of("spa_1", "use_1"))
          .extracting(id -> id.type() + " " + id.id() + " " + id.createdAt())
          .containsExactly(
              "EMAIL a 2026-03-01T00:00:00Z",
              "Phone 2 0000-01-01T00:00:00Z",
              "phone 1 0000-01-01T00:00:00Z");
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
