package dev.oncegate.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oncegate.core.update.Space;
import dev.oncegate.testkit.Await;
import dev.oncegate.testkit.EmbeddedDatabase;
import dev.oncegate.testkit.Migrated;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import javax.sql.DataSource;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.JdbcSettings;
import org.hibernate.jpa.HibernatePersistenceConfiguration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Flags and gates on three instances, from a real database. */
class RolloutCacheTest {
  private static final Duration IN_FORCE_WITHIN = Duration.ofSeconds(2);
  private static final Space SPACE = new Space("spa_1", "free");

  private static EmbeddedDatabase database;
  private static DataSource dataSource;
  private static SessionFactory sessions;
  private static RolloutReader reader;

  @TempDir private Path directory;
  private final List<RolloutCache> instances = new ArrayList<>();

  @BeforeAll
  static void startDatabase() {
    database = EmbeddedDatabase.start();
    dataSource = Migrated.database(database);
    sessions =
        new HibernatePersistenceConfiguration("entities")
            .managedClasses(FlagEntity.class, GateEntity.class)
            .property(JdbcSettings.JAKARTA_NON_JTA_DATASOURCE, dataSource)
            .createEntityManagerFactory();
    reader = new RolloutReader(sessions);
  }

  @AfterAll
  static void stopDatabase() {
    sessions.close();
    database.close();
  }

  @BeforeEach
  void threeInstances() throws SQLException {
    sql("truncate flag, gate");
    for (int i = 0; i < 3; i++) {
      instances.add(RolloutCache.start(dataSource, reader, directory.resolve("switch-" + i)));
    }
  }

  @AfterEach
  void stopInstances() {
    instances.forEach(RolloutCache::close);
  }

  @Test
  void aChangeIsInForceOnEveryInstanceWithinTwoSeconds() throws SQLException {
    awaitOnAll("dedupe is on", RolloutState::isDedupeOn);
    sql("insert into flag values ('dedupe', 'off')");
    awaitOnAll("the kill switch is thrown", it -> !it.isDedupeOn());
    sql("update flag set value = 'on'");
    awaitOnAll("it is taken back", RolloutState::isDedupeOn);
    sql("insert into gate values ('tier', 'free', '12.5')");
    awaitOnAll("the gate is set", it -> it.gateOf(SPACE).value().equals("12.5"));
    sql("insert into gate values ('space', 'spa_1', 'legacy')");
    awaitOnAll("the space's gate is set", it -> it.gateOf(SPACE).value().equals("legacy"));
    sql("delete from gate");
    awaitOnAll("no gate is set", it -> it.gateOf(SPACE).value().equals("dedupe"));
  }

  @Test
  void aChangeWhoseNotificationIsLostIsFoundByLooking() throws SQLException {
    sql("alter table flag disable trigger flag_changed");
    try {
      sql("insert into flag values ('dedupe', 'off')");
      awaitOnAll("the kill switch is thrown", it -> !it.isDedupeOn());
    } finally {
      sql("alter table flag enable trigger flag_changed");
    }
  }

  @Test
  void whileTheDatabaseIsAwayTheLastValuesHoldAndTheLocalSwitchCanBeThrown()
      throws SQLException, IOException {
    sql("insert into gate values ('default', '', '50')");
    awaitOnAll("the gate is set", it -> it.gateOf(SPACE).value().equals("50"));
    database.pause();
    try {
      Path local = directory.resolve("switch-1");
      LocalKillSwitch.turnOff(
          local, Instant.EPOCH, new ChangeReason("ann", "the database is away"));
      Await.until("it is thrown", IN_FORCE_WITHIN, () -> !instances.get(1).current().isDedupeOn());
      assertThat(instances.get(0).current().isDedupeOn()).as("on another instance").isTrue();
      assertThat(instances)
          .allSatisfy(it -> assertThat(it.current().gateOf(SPACE).value()).isEqualTo("50"));
    } finally {
      database.resume();
      dataSource = database.dataSource();
    }
  }

  private void awaitOnAll(String what, Predicate<RolloutState> wanted) {
    Await.until(
        what, IN_FORCE_WITHIN, () -> instances.stream().allMatch(it -> wanted.test(it.current())));
  }

  private static void sql(String sql) throws SQLException {
    try (var connection = dataSource.getConnection();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
