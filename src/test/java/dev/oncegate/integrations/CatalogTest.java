package dev.oncegate.integrations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oncegate.core.update.Destination;
import dev.oncegate.core.update.Integrations;
import dev.oncegate.core.update.Resend;
import dev.oncegate.core.update.Space;
import dev.oncegate.testkit.Await;
import dev.oncegate.testkit.EmbeddedDatabase;
import dev.oncegate.testkit.Migrated;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CatalogTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private static EmbeddedDatabase database;
  private static DataSource dataSource;

  private Catalog catalog;

  @BeforeAll
  static void startDatabase() {
    database = EmbeddedDatabase.start();
    dataSource = Migrated.database(database);
  }

  @AfterAll
  static void stopDatabase() {
    database.close();
  }

  @BeforeEach
  void aSpaceWithTwoDestinations() throws SQLException {
    sql("truncate space, destination, connection, connection_destination");
    catalog = new Catalog(dataSource);
    catalog.save(new Space("spa_1", "business"));
    catalog.save(destination("dst_1", "One"));
    catalog.save(destination("dst_2", "Two"));
  }

  @Test
  void savingWhatIsThereAlreadyChangesNoRow() throws SQLException {
    catalog.save(connection("dst_1", "dst_2"));
    Snapshot.Fingerprint before = fingerprint();
    assertThat(catalog.save(new Space("spa_1", "business"))).isEqualTo(new Saved.Replaced());
    assertThat(catalog.save(destination("dst_1", "One"))).isEqualTo(new Saved.Replaced());
    assertThat(catalog.save(connection("dst_2", "dst_1"))).isEqualTo(new Saved.Replaced());
    assertThat(fingerprint()).isEqualTo(before);
    assertThat(catalog.save(destination("dst_1", "Uno"))).isEqualTo(new Saved.Replaced());
    assertThat(fingerprint()).isNotEqualTo(before);
  }

  @Test
  void aConnectionLeadsToEachDestinationOnceAndMayLeadNowhere() throws SQLException {
    assertThat(catalog.save(connection("dst_2", "dst_1", "dst_2"))).isEqualTo(new Saved.Created());
    assertThat(catalog.connection("aud_1")).contains(connection("dst_1", "dst_2"));
    assertThat(catalog.save(connection())).isEqualTo(new Saved.Replaced());
    assertThat(catalog.connections()).containsExactly(connection());
  }

  @Test
  void whoeverSavesAConnectionThatAnotherIsSavingWaitsAndReplacesAllOfIt() throws Exception {
    catalog.save(connection());
    try (Connection other = dataSource.getConnection();
        var statement = other.createStatement();
        var executor = Executors.newSingleThreadExecutor()) {
      other.setAutoCommit(false);
      statement.execute("select from connection for update");
      statement.execute("insert into connection_destination values ('aud_1', 'dst_1')");
      Future<Saved> saved = executor.submit(() -> catalog.save(connection("dst_2")));
      awaitAWaiter();
      other.commit();
      assertThat(saved.get(LIMIT.toSeconds(), TimeUnit.SECONDS)).isEqualTo(new Saved.Replaced());
    }
    assertThat(catalog.connection("aud_1")).contains(connection("dst_2"));
  }

  @Test
  void aDestinationOfASpaceThatIsGoneIsRefused() throws SQLException {
    sql("delete from destination");
    assertThat(catalog.removeSpace("spa_1")).isEqualTo(new Removed.Gone());
    assertThat(catalog.save(destination("dst_1", "One")))
        .isEqualTo(new Saved.Refused("spaceId", "there is no space spa_1"));
  }

  private static void awaitAWaiter() throws SQLException {
    try (Connection connection = dataSource.getConnection();
        var statement =
            connection.prepareStatement(
                "select from pg_stat_activity where wait_event_type = 'Lock'")) {
      Await.until(
          "somebody waits for a lock",
          LIMIT,
          () -> {
            try (var rows = statement.executeQuery()) {
              return rows.next();
            }
          });
    }
  }

  private static Snapshot.Fingerprint fingerprint() throws SQLException {
    try (Connection connection = dataSource.getConnection();
        var statement = connection.createStatement()) {
      return Snapshot.fingerprint(statement);
    }
  }

  private static Integrations.Connection connection(String... destinationIds) {
    return new Integrations.Connection("aud_1", List.of(destinationIds));
  }

  private static Destination destination(String id, String name) {
    return new Destination(
        id,
        "spa_1",
        "webhook",
        name,
        true,
        Set.of("email", "phone"),
        Destination.Call.TRACK,
        Destination.IdsPerEvent.ALL,
        Destination.DedupeScope.PROFILE,
        new Resend.Never());
  }

  private static void sql(String sql) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
