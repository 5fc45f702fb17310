package dev.oncegate.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.oncegate.audit.AuditNote;
import dev.oncegate.core.DependencyUnavailableException;
import dev.oncegate.core.update.Computation;
import dev.oncegate.core.update.ExternalId;
import dev.oncegate.core.update.ProfileUpdate;
import dev.oncegate.core.update.Rfc3339;
import dev.oncegate.core.update.Trigger;
import dev.oncegate.core.update.Value;
import dev.oncegate.testkit.EmbeddedDatabase;
import dev.oncegate.testkit.Migrated;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PostgresIdentityTest {
  private static EmbeddedDatabase database;
  private static DataSource dataSource;

  private PostgresIdentity identity;
  private ExternalIdTable externalIds;

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
  void nothingIsKnown() throws SQLException {
    sql("truncate external_id, profile_merge");
    identity = new PostgresIdentity(dataSource);
    externalIds = new ExternalIdTable(dataSource);
  }

  @Test
  void aProfileNobodyKnowsIsItselfWithoutIds() {
    assertThat(identity.identify(List.of(entered("use_1", 1))))
        .containsExactly(new Identity("use_1", List.of(), List.of()));
    assertThat(identity.identify(List.of())).isEmpty();
  }

  @Test
  void aProfileHasTheIdsOfItsSpaceInOrder() throws SQLException {
    var newest = new ExternalId("email", "a", Rfc3339.parse("2026-01-01T00:00:00.12345678901234Z"));
    var unknownAge = new ExternalId("anonymous_id", "b\uD83D\uDE00", null);
    externalIds.put(
        List.of(
            new OwnedId("spa_1", "use_1", newest),
            new OwnedId("spa_1", "use_1", unknownAge),
            new OwnedId("spa_1", "use_2", id("other")),
            new OwnedId("spa_2", "use_1", id("other"))),
        AuditNote.NONE);
    assertThat(identity.identify(List.of(entered("use_1", 1))))
        .containsExactly(new Identity("use_1", List.of(), List.of(unknownAge, newest)));
  }

  @Test
  void profilesHaveAllTheirIdsHoweverManyTheyAre() throws SQLException {
    sql(
        """
        insert into external_id
        select 'spa_1', 'use_' || p, 'email', to_char(i, 'FM000000'), null
        from generate_series(1, 3) p, generate_series(1, 10000 + p) i
        """);
    assertThat(identity.identify(List.of(entered("use_3", 1), entered("use_1", 1))))
        .zipSatisfy(
            List.of(10_003, 10_001),
            (found, count) ->
                assertThat(found.externalIds())
                    .extracting(ExternalId::id)
                    .isEqualTo(
                        IntStream.rangeClosed(1, count).mapToObj("%06d"::formatted).toList()));
  }

  @Test
  void aMergeIsAnsweredWithTheSurvivorAndAllIdsOfItsLineage() throws SQLException {
    own("use_1", "one");
    own("use_2", "two");
    own("use_3", "three");
    identity.identify(List.of(merge("use_2", 1, "use_2", "use_1")));
    assertThat(identity.identify(List.of(merge("use_3", 2, "use_2", "use_3"))))
        .containsExactly(
            new Identity(
                "use_3", List.of("use_1", "use_2"), List.of(id("one"), id("three"), id("two"))));
  }

  @Test
  void aLateUpdateForAMergedProfileGoesOnUnderTheSurvivor() throws SQLException {
    own("use_1", "one");
    own("use_2", "two");
    var together = List.of(id("one"), id("two"));
    identity.identify(List.of(merge("use_2", 1, "use_2", "use_1")));
    assertThat(identity.identify(List.of(entered("use_1", 0))))
        .containsExactly(new Identity("use_2", List.of("use_1"), together));
  }

  @Test
  void anUpdateBeforeAMergeInItsBatchIsNotOfTheSurvivorAndOneBehindItIs() throws SQLException {
    own("use_1", "one");
    own("use_2", "two");
    var together = List.of(id("one"), id("two"));
    assertThat(
            identity.identify(
                List.of(
                    entered("use_1", 1),
                    merge("use_2", 2, "use_1", "use_2"),
                    entered("use_1", 3),
                    entered("use_2", 4))))
        .containsExactly(
            new Identity("use_1", List.of(), List.of(id("one"))),
            new Identity("use_2", List.of("use_1"), together),
            new Identity("use_2", List.of("use_1"), together),
            new Identity("use_2", List.of("use_1"), together));
  }

  @Test
  void aMergeIsRecordedAsAnnouncedWithItsNewestTimeAndNotOfItself() throws SQLException {
    identity.identify(
        List.of(
            merge("use_2", 5, "use_1", "use_2"),
            merge("use_2", 9, "use_1", "use_2"),
            merge("use_2", 7, "use_1", "use_2")));
    identity.identify(List.of(merge("use_2", 8, "use_1")));
    assertThat(
            rows(
                "select merged_id, survivor_id, extract(epoch from merged_at)::int, announced"
                    + " from profile_merge"))
        .containsExactly("use_1 use_2 9 t");
  }

  @Test
  void aMergeThatIsAnnouncedAgainStaysLoaded() throws SQLException {
    new MergeTable(dataSource)
        .load(
            List.of(new Merge("spa_1", "use_1", "use_2", Instant.ofEpochMilli(3000))),
            AuditNote.NONE);
    identity.identify(List.of(merge("use_2", 5, "use_1", "use_2")));
    assertThat(rows("select announced, extract(epoch from merged_at)::int from profile_merge"))
        .containsExactly("f 5");
  }

  @Test
  void mergesOfAnotherSpaceDoNotCount() throws SQLException {
    new MergeTable(dataSource)
        .load(
            List.of(new Merge("spa_2", "use_1", "use_2", Instant.ofEpochMilli(0))), AuditNote.NONE);
    assertThat(identity.identify(List.of(entered("use_1", 1))))
        .containsExactly(new Identity("use_1", List.of(), List.of()));
  }

  @Test
  void anIdThatATriggerTellsOfIsTheProfilesFromThereOn() throws SQLException {
    own("use_1", "known");
    var created = new ExternalId("email", "new", Instant.ofEpochMilli(7000));
    assertThat(
            identity.identify(
                List.of(
                    entered("use_1", 6), gained("use_1", 7, "new", "known"), entered("use_1", 8))))
        .containsExactly(
            new Identity("use_1", List.of(), List.of(id("known"))),
            new Identity("use_1", List.of(), List.of(id("known"), created)),
            new Identity("use_1", List.of(), List.of(id("known"), created)));
    assertThat(externalIds.of("spa_1", "use_1")).containsExactly(id("known"), created);
  }

  @Test
  void anIdThatIsToldOfTwiceKeepsItsFirstTimeUntilItIsLoaded() throws SQLException {
    identity.identify(List.of(gained("use_1", 7, "a"), gained("use_1", 8, "a")));
    identity.identify(List.of(gained("use_1", 9, "a")));
    assertThat(externalIds.of("spa_1", "use_1"))
        .containsExactly(new ExternalId("email", "a", Instant.ofEpochMilli(7000)));
    own("use_1", "a");
    identity.identify(List.of(gained("use_1", 10, "a")));
    assertThat(externalIds.of("spa_1", "use_1")).containsExactly(id("a"));
  }

  @Test
  void anIdThatTheLineageHasIsNotNewToTheSurvivor() throws SQLException {
    own("use_1", "a");
    identity.identify(List.of(merge("use_2", 1, "use_1", "use_2")));
    assertThat(identity.identify(List.of(gained("use_2", 2, "a"))))
        .containsExactly(new Identity("use_2", List.of("use_1"), List.of(id("a"))));
    assertThat(externalIds.of("spa_1", "use_2")).isEmpty();
  }

  @Test
  void whatPostgresCannotHoldCountsForItsBatchAndHarmsNoOther() {
    String odd = "nul\0";
    String lone = "lone\uD800";
    String looong = "x".repeat(5000);
    var batch = new ArrayList<ProfileUpdate>();
    for (String name : List.of(odd, lone, looong)) {
      batch.add(merge(name, 1, "use_1", name));
      batch.add(merge("use_9", 1, name + "'", "use_9"));
      batch.add(gained(name, 2, "a"));
      batch.add(gained("use_2", 2, name));
    }
    assertThat(identity.identify(batch))
        .hasSize(12)
        .last()
        .extracting(Identity::externalIds)
        .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LIST)
        .hasSize(3);
    assertThat(identity.identify(List.of(entered("use_2", 3))))
        .containsExactly(new Identity("use_2", List.of(), List.of()));
  }

  @Test
  void instantsAtTheEndsOfTheCalendarAreKept() throws SQLException {
    Instant first = Rfc3339.parse("0000-01-01T00:00:00Z");
    Instant last = Rfc3339.parse("9999-12-31T23:59:59.999999999999Z");
    identity.identify(
        List.of(
            update("use_1", first, new Trigger.NewExternalId(List.of(id("first")))),
            update("use_1", last, new Trigger.NewExternalId(List.of(id("last")))),
            update("use_2", first, merged("use_3")),
            update("use_3", last, merged("use_2"))));
    assertThat(externalIds.of("spa_1", "use_1"))
        .containsExactly(
            new ExternalId("email", "first", first), new ExternalId("email", "last", last));
    assertThat(identity.identify(List.of(entered("use_2", 0))).getFirst().profileId())
        .isEqualTo("use_3");
  }

  @Test
  void anUpdateIsNotTakenForDoneWhenTheDatabaseIsAway() {
    try (var other = EmbeddedDatabase.start()) {
      var away = new PostgresIdentity(Migrated.database(other));
      other.pause();
      assertThatThrownBy(() -> away.identify(List.of(entered("use_1", 1))))
          .isInstanceOf(DependencyUnavailableException.class);
    }
  }

  @Test
  void theDatabaseRefusesATimeThatIsNone() {
    for (String time : List.of("yesterday", "2026-02-30T00:00:00Z", "2026-01-01T00:00:00")) {
      assertThatThrownBy(
              () -> sql("insert into external_id values ('s', 'p', 't', 'i', '" + time + "')"))
          .isInstanceOf(SQLException.class);
    }
  }

  private void own(String profile, String id) throws SQLException {
    externalIds.put(List.of(new OwnedId("spa_1", profile, id(id))), AuditNote.NONE);
  }

  private static ExternalId id(String id) {
    return new ExternalId("email", id, Instant.ofEpochMilli(1000));
  }

  private static ProfileUpdate entered(String profile, long second) {
    return update(profile, Instant.ofEpochMilli(second * 1000), new Trigger.ValueChanged());
  }

  private static ProfileUpdate merge(String survivor, long second, String... merged) {
    return update(survivor, Instant.ofEpochMilli(second * 1000), merged(merged));
  }

  private static Trigger merged(String... profiles) {
    var merged = new ArrayList<Trigger.Merged>();
    for (String profile : profiles) {
      merged.add(new Trigger.Merged(profile, false));
    }
    return new Trigger.ProfileMerge(merged);
  }

  private static ProfileUpdate gained(String profile, long second, String... ids) {
    var gained = new ArrayList<ExternalId>();
    for (String id : ids) {
      gained.add(new ExternalId("email", id, null));
    }
    return update(profile, Instant.ofEpochMilli(second * 1000), new Trigger.NewExternalId(gained));
  }

  private static ProfileUpdate update(String profile, Instant computedAt, Trigger trigger) {
    return new ProfileUpdate(
        "m",
        "spa_1",
        profile,
        new Computation("aud_1", "a", Computation.Type.AUDIENCE),
        new Value.Flag(true),
        trigger,
        computedAt,
        List.of(),
        List.of());
  }

  private static void sql(String sql) throws SQLException {
    try (var connection = dataSource.getConnection();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static List<String> rows(String query) throws SQLException {
    var found = new ArrayList<String>();
    try (var connection = dataSource.getConnection();
        var statement = connection.createStatement();
        var rows = statement.executeQuery(query)) {
      int columns = rows.getMetaData().getColumnCount();
      while (rows.next()) {
        var row = new ArrayList<String>();
        for (int i = 1; i <= columns; i++) {
          row.add(rows.getString(i));
        }
        found.add(String.join(" ", row));
      }
    }
    return found;
  }
}
