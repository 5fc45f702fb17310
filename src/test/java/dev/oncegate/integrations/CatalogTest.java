package dev.oncegate.integrations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oncegate.core.update.Destination;
import dev.oncegate.core.update.Integrations;
import dev.oncegate.core.update.Resend;
import dev.oncegate.core.update.Space;
import dev.oncegate.security.SpaceScope;
import dev.oncegate.testkit.Await;
import dev.oncegate.testkit.DatabaseForQuarkus;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(DatabaseForQuarkus.class)
class CatalogTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  @Inject DataSource dataSource;
  @Inject Catalog catalog;

  @BeforeEach
  void aSpaceWithTwoDestinations() throws SQLException {
    sql("truncate space, destination, connection, connection_destination");
    catalog.save(new Space("spa_1", "business"));
    save(destination("dst_1", "One"));
    save(destination("dst_2", "Two"));
  }

  @Test
  void savingWhatIsThereAlreadyChangesNoRow() throws SQLException {
    save(connection("dst_1", "dst_2"));
    IntegrationsReader.TableVersions before = fingerprint();
    assertThat(catalog.save(new Space("spa_1", "business"))).isEqualTo(new SaveResult.Replaced());
    assertThat(save(destination("dst_1", "One"))).isEqualTo(new SaveResult.Replaced());
    assertThat(save(connection("dst_2", "dst_1"))).isEqualTo(new SaveResult.Replaced());
    assertThat(fingerprint()).isEqualTo(before);
    assertThat(save(destination("dst_1", "Uno"))).isEqualTo(new SaveResult.Replaced());
    assertThat(fingerprint()).isNotEqualTo(before);
  }

  @Test
  void aConnectionLeadsToEachDestinationOnceAndMayLeadNowhere() throws SQLException {
    assertThat(save(connection("dst_2", "dst_1", "dst_2"))).isEqualTo(new SaveResult.Created());
    assertThat(catalog.connection("aud_1", SpaceScope.ALL)).contains(connection("dst_1", "dst_2"));
    assertThat(save(connection())).isEqualTo(new SaveResult.Replaced());
    assertThat(catalog.connections(SpaceScope.ALL)).containsExactly(connection());
  }

  @Test
  void whoeverSavesAConnectionThatAnotherIsSavingWaitsAndReplacesAllOfIt() throws Exception {
    save(connection());
    try (Connection other = dataSource.getConnection();
        var statement = other.createStatement();
        var executor = Executors.newSingleThreadExecutor()) {
      other.setAutoCommit(false);
      statement.execute("select from connection for update");
      statement.execute("insert into connection_destination values ('aud_1', 'dst_1')");
      Future<SaveResult> saved = executor.submit(() -> save(connection("dst_2")));
      awaitAWaiter();
      other.commit();
      assertThat(saved.get(LIMIT.toSeconds(), TimeUnit.SECONDS))
          .isEqualTo(new SaveResult.Replaced());
    }
    assertThat(catalog.connection("aud_1", SpaceScope.ALL)).contains(connection("dst_2"));
  }

  @Test
  void whoeverCreatesWhatAnotherIsCreatingWaitsAndReplacesIt() throws Exception {
    try (Connection other = dataSource.getConnection();
        var statement = other.createStatement();
        var executor = Executors.newSingleThreadExecutor()) {
      other.setAutoCommit(false);
      statement.execute("insert into space values ('spa_2', 'theirs')");
      Future<SaveResult> saved = executor.submit(() -> catalog.save(new Space("spa_2", "ours")));
      awaitAWaiter();
      other.commit();
      assertThat(saved.get(LIMIT.toSeconds(), TimeUnit.SECONDS))
          .isEqualTo(new SaveResult.Replaced());
    }
    assertThat(catalog.space("spa_2")).contains(new Space("spa_2", "ours"));
  }

  @Test
  void aConnectionLeadsToAsManyDestinationsAsABodyCanName() throws SQLException {
    int many = 70_000;
    sql(
        "insert into destination (id, space_id, type, name) select 'd' || i, 'spa_1', 'x', '' from"
            + " generate_series(1, "
            + many
            + ") i");
    var ids = new ArrayList<String>();
    for (int i = 1; i <= many; i++) {
      ids.add("d" + i);
    }
    assertThat(save(new Integrations.Connection("aud_1", ids))).isEqualTo(new SaveResult.Created());
    assertThat(catalog.connection("aud_1", SpaceScope.ALL).orElseThrow().destinationIds())
        .hasSize(many);
    ids.add("nowhere");
    assertThat(save(new Integrations.Connection("aud_1", ids)))
        .isEqualTo(
            new SaveResult.RefusedField(
                "destinationIds[" + many + "]", "there is no destination nowhere"));
    assertThat(catalog.destinations()).hasSize(many + 2);
  }

  @Test
  void plainStatementsOnTheSamePoolHaveTransactionsOfTheirOwn() throws SQLException {
    sql("insert into space values ('spa_2', 'by itself')");
    try (Connection connection = dataSource.getConnection();
        var statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("insert into space values ('spa_3', 'committed')");
      connection.commit();
      statement.execute("insert into space values ('spa_4', 'rolled back')");
      connection.rollback();
    }
    assertThat(catalog.spaces()).extracting(Space::id).containsExactly("spa_1", "spa_2", "spa_3");
    try (Connection connection = dataSource.getConnection()) {
      assertThat(connection.getAutoCommit()).isTrue();
    }
  }

  @Test
  void aDestinationOfASpaceThatIsGoneIsRefused() throws SQLException {
    sql("delete from destination");
    assertThat(catalog.removeSpace("spa_1")).isEqualTo(new RemoveResult.Gone());
    assertThat(save(destination("dst_1", "One")))
        .isEqualTo(new SaveResult.RefusedField("spaceId", "there is no space spa_1"));
  }

  @Test
  void aConnectionOfTwoSpacesIsTwoForThoseWhoSeeOnlyOne() {
    catalog.save(new Space("spa_2", ""));
    save(destination("dst_3", "spa_2", "Three"));
    save(connection("dst_1", "dst_3"));
    SpaceScope first = new SpaceScope.NamedSpaces(Set.of("spa_1"));
    SpaceScope other = new SpaceScope.NamedSpaces(Set.of("spa_3"));

    assertThat(catalog.connection("aud_1", first)).contains(connection("dst_1"));
    assertThat(catalog.connections(first)).containsExactly(connection("dst_1"));
    assertThat(catalog.connection("aud_1", other)).isEmpty();
    assertThat(catalog.connections(other)).isEmpty();

    assertThat(catalog.save(connection("dst_3"), first))
        .isEqualTo(
            new SaveResult.RefusedField("destinationIds[0]", "there is no destination dst_3"));
    assertThat(catalog.save(connection(), first)).isInstanceOf(SaveResult.RefusedField.class);
    assertThat(catalog.save(connection("dst_2"), first)).isEqualTo(new SaveResult.Replaced());
    assertThat(catalog.connection("aud_1", SpaceScope.ALL)).contains(connection("dst_2", "dst_3"));

    assertThat(catalog.removeConnection("aud_1", other)).isEqualTo(new RemoveResult.NotFound());
    assertThat(catalog.removeConnection("aud_1", first)).isEqualTo(new RemoveResult.Gone());
    assertThat(catalog.connection("aud_1", SpaceScope.ALL)).contains(connection("dst_3"));
    // What he cannot see is not there for him before, and is so afterwards.
    assertThat(catalog.save(connection("dst_1"), first)).isEqualTo(new SaveResult.Created());
  }

  @Test
  void aDestinationOfAnotherSpaceIsNeitherTakenNorRemoved() {
    SpaceScope other = new SpaceScope.NamedSpaces(Set.of("spa_2"));
    catalog.save(new Space("spa_2", ""));
    assertThat(catalog.save(destination("dst_1", "spa_2", "Mine"), other))
        .isEqualTo(new SaveResult.OutOfScope());
    assertThat(catalog.save(destination("dst_9", "spa_1", "Yours"), other))
        .isEqualTo(new SaveResult.RefusedField("spaceId", "there is no space spa_1"));
    assertThat(catalog.removeDestination("dst_1", other)).isEqualTo(new RemoveResult.NotFound());
    assertThat(catalog.destination("dst_1").orElseThrow().name()).isEqualTo("One");
  }

  private SaveResult save(Destination destination) {
    return catalog.save(destination, SpaceScope.ALL);
  }

  private SaveResult save(Integrations.Connection connection) {
    return catalog.save(connection, SpaceScope.ALL);
  }

  private void awaitAWaiter() throws SQLException {
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

  private IntegrationsReader.TableVersions fingerprint() throws SQLException {
    try (Connection connection = dataSource.getConnection()) {
      return IntegrationsReader.versions(connection);
    }
  }

  private static Integrations.Connection connection(String... destinationIds) {
    return new Integrations.Connection("aud_1", List.of(destinationIds));
  }

  private static Destination destination(String id, String name) {
    return destination(id, "spa_1", name);
  }

  private static Destination destination(String id, String spaceId, String name) {
    return new Destination(
        id,
        spaceId,
        "webhook",
        name,
        true,
        Set.of("email", "phone"),
        Destination.Call.TRACK,
        Destination.IdsPerEvent.ALL,
        Destination.DedupeScope.PROFILE,
        new Resend.Never());
  }

  private void sql(String sql) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
