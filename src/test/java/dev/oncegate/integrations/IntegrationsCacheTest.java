package dev.oncegate.integrations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oncegate.core.update.Computation;
import dev.oncegate.core.update.Connected;
import dev.oncegate.core.update.Destination;
import dev.oncegate.core.update.Integrations;
import dev.oncegate.core.update.ProfileUpdate;
import dev.oncegate.core.update.Resend;
import dev.oncegate.core.update.Space;
import dev.oncegate.core.update.Trigger;
import dev.oncegate.core.update.Value;
import dev.oncegate.testkit.EmbeddedDatabase;
import dev.oncegate.testkit.Migrated;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
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

class IntegrationsCacheTest {
  private static final Duration IN_FORCE_WITHIN = Duration.ofSeconds(2);

  private static EmbeddedDatabase database;
  private static DataSource dataSource;
  private static SessionFactory sessions;
  private static IntegrationsReader reader;

  private IntegrationsCache one;
  private IntegrationsCache another;

  @BeforeAll
  static void startDatabase() {
    database = EmbeddedDatabase.start();
    dataSource = Migrated.database(database);
    sessions =
        new HibernatePersistenceConfiguration("entities")
            .managedClasses(SpaceEntity.class, DestinationEntity.class, ConnectionEntity.class)
            .property(JdbcSettings.JAKARTA_NON_JTA_DATASOURCE, dataSource)
            .createEntityManagerFactory();
    reader = new IntegrationsReader(sessions);
  }

  @AfterAll
  static void stopDatabase() {
    sessions.close();
    database.close();
  }

  @BeforeEach
  void twoInstances() throws SQLException {
    sql("truncate space, destination, connection, connection_destination");
    sql("insert into space values ('spa_1', 'new')");
    sql("insert into destination (id, space_id, type, name) values ('dst_1', 'spa_1', 'x', 'X')");
    sql("insert into connection values ('aud_1')");
    sql("insert into connection_destination values ('aud_1', 'dst_1')");
    one = IntegrationsCache.start(dataSource, reader);
    another = IntegrationsCache.start(dataSource, reader);
    // They follow a moment after they have started.
    sql("update space set tier = 'business'");
    awaitOnBoth(connected -> connected.space().tier().equals("business"));
  }

  @AfterEach
  void stopInstances() {
    one.close();
    another.close();
  }

  @Test
  void whatIsThereAtTheStartIsInForceAtOnce() throws SQLException {
    try (var started = IntegrationsCache.start(dataSource, reader)) {
      assertThat(connected(started.current()))
          .isEqualTo(
              new Connected(
                  new Space("spa_1", "business"),
                  List.of(
                      new Destination(
                          "dst_1",
                          "spa_1",
                          "x",
                          "X",
                          true,
                          Set.of(),
                          Destination.Call.TRACK,
                          Destination.IdsPerEvent.ALL,
                          Destination.DedupeScope.PROFILE,
                          new Resend.Never()))));
    }
  }

  @Test
  void everyFieldOfADestinationIsRead() throws SQLException {
    sql(
        "update destination set dedupes_on = '{email,phone,email}', call = 'identify',"
            + " ids_per_event = 'one', dedupe_scope = 'address', resend = 'P1DT12H'");
    awaitOnBoth(
        connected ->
            connected
                .destinations()
                .equals(
                    List.of(
                        new Destination(
                            "dst_1",
                            "spa_1",
                            "x",
                            "X",
                            true,
                            Set.of("email", "phone"),
                            Destination.Call.IDENTIFY,
                            Destination.IdsPerEvent.ONE,
                            Destination.DedupeScope.ADDRESS,
                            Resend.parse("P1DT12H")))));
  }

  @Test
  void aChangeOfEachTableIsInForceOnEveryInstance() throws SQLException {
    sql("update space set tier = 'free'");
    awaitOnBoth(connected -> connected.space().tier().equals("free"));
    sql("update destination set enabled = false");
    awaitOnBoth(connected -> connected.destinations().isEmpty());
    sql("update destination set enabled = true");
    awaitOnBoth(connected -> connected.destinations().size() == 1);
    sql("delete from connection_destination");
    awaitOnBoth(connected -> connected.destinations().isEmpty());
    sql("insert into connection_destination values ('aud_1', 'dst_1')");
    awaitOnBoth(connected -> connected.destinations().size() == 1);
    sql("delete from connection");
    awaitOnBoth(connected -> connected.destinations().isEmpty());
  }

  @Test
  void aChangeWhoseNotificationIsLostIsFoundByLooking() throws SQLException {
    sql("alter table space disable trigger space_changed");
    try {
      sql("update space set tier = 'free'");
      awaitOnBoth(connected -> connected.space().tier().equals("free"));
    } finally {
      sql("alter table space enable trigger space_changed");
    }
  }

  @Test
  void aNotificationIsNotWaitedForUntilTheNextLook() throws SQLException {
    // Each look comes a second after the last; ten changes in a row take ten seconds without.
    long start = System.nanoTime();
    for (int i = 0; i < 10; i++) {
      String tier = "tier_" + i;
      sql("update space set tier = '" + tier + "'");
      awaitOnBoth(connected -> connected.space().tier().equals(tier));
    }
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
  }

  @Test
  void aTransactionThatEndsLateIsSeenThoughALaterOneEndedBefore() throws Exception {
    try (var early = dataSource.getConnection();
        var statement = early.createStatement()) {
      early.setAutoCommit(false);
      statement.execute("update space set tier = 'early'");
      sql("insert into space values ('spa_2', 'late')");
      awaitOnBoth(connected -> connected.space().tier().equals("business"));
      early.commit();
    }
    awaitOnBoth(connected -> connected.space().tier().equals("early"));
  }

  @Test
  void aRowThatIsNotUnderstoodLeavesTheLastConfigurationInForce() throws SQLException {
    sql("update destination set resend = 'P5000Y'");
    sql("update space set tier = 'free'");
    assertThat(connected(one.current()).space().tier()).isEqualTo("business");
    sql("update destination set resend = 'never'");
    awaitOnBoth(connected -> connected.space().tier().equals("free"));
  }

  @Test
  void aDatabaseThatWasAwayIsFollowedAgain() throws SQLException {
    database.pause();
    assertThat(connected(one.current()).destinations()).hasSize(1);
    database.resume();
    dataSource = database.dataSource();
    sql("update space set tier = 'free'");
    await(one, Duration.ofSeconds(10), connected -> connected.space().tier().equals("free"));
    await(another, Duration.ofSeconds(10), connected -> connected.space().tier().equals("free"));
  }

  private void awaitOnBoth(Predicate<Connected> wanted) {
    await(one, IN_FORCE_WITHIN, wanted);
    await(another, IN_FORCE_WITHIN, wanted);
  }

  private static void await(IntegrationsCache cache, Duration within, Predicate<Connected> wanted) {
    long deadline = System.nanoTime() + within.toNanos();
    while (!wanted.test(connected(cache.current()))) {
      assertThat(System.nanoTime())
          .as("in force within %s, is %s", within, connected(cache.current()))
          .isLessThan(deadline);
      LockSupport.parkNanos(5_000_000);
    }
  }

  private static Connected connected(Integrations integrations) {
    return integrations.connectedTo(
        new ProfileUpdate(
            "m",
            "spa_1",
            "use_1",
            new Computation("aud_1", "a", Computation.Type.AUDIENCE),
            new Value.Flag(true),
            new Trigger.ValueChanged(),
            Instant.ofEpochMilli(0),
            List.of(),
            List.of()));
  }

  private static void sql(String sql) throws SQLException {
    try (var connection = dataSource.getConnection();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
