package dev.oncegate.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.oncegate.testkit.MigratedDatabase;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Entries in a real database: who writes them, and what happens to who tampers with them. */
@NullUnmarked
class AuditLogTest {
  private static final ChangeOrigin ANN =
      new ChangeOrigin("ann", AuditSource.API, "a \"reason\" é");
  private static final int WRITERS = 6;
  private static final int CHANGES = 40;

  private static MigratedDatabase database;

  private final AuditLog log = new AuditLog(() -> ANN);

  @BeforeAll
  static void start() {
    database = MigratedDatabase.start();
  }

  @AfterAll
  static void stop() {
    database.close();
  }

  @BeforeEach
  void empty() {
    asSuperuser(
        "truncate space, destination, connection, connection_destination, audit",
        "update audit_head set id = 0, hash = repeat('0', 64)");
  }

  @Test
  void theDatabaseHashesAnEntryAsTheProgramDoes() throws SQLException {
    append(change(1));
    append(new AuditedChange("delete", "zwölf €", "😀", null, Map.of("a", List.of(1, "b")), null));
    database.execute("insert into space values ('spa_1', 'free')");
    assertThat(findings()).isEmpty();
    assertThat(text("select before from audit where id = 2")).isEqualTo("{\"a\":[1,\"b\"]}");
    assertThat(text("select reason from audit where id = 1")).isEqualTo("a \"reason\" é");
  }

  @Test
  void anEntryIsWrittenOnlyWithTheChangeItTellsOf() throws SQLException {
    try (Connection connection = database.pool().getConnection()) {
      connection.setAutoCommit(false);
      log.append(connection, change(1));
      connection.rollback();
      log.append(connection, change(2));
      connection.commit();
    }
    assertThat(text("select string_agg(id || ' ' || object_id, ',') from audit"))
        .isEqualTo("1 spa_2");
    assertThat(database.number("select count(*) from audit_pending")).isZero();
  }

  @Test
  void concurrentWritersKeepTheChainWhole() throws Exception {
    try (ExecutorService writers = Executors.newFixedThreadPool(WRITERS)) {
      var done = new ArrayList<Future<?>>();
      for (int i = 0; i < WRITERS; i++) {
        int writer = i;
        done.add(
            writers.submit(
                () -> {
                  for (int n = 0; n < CHANGES; n++) {
                    if (writer % 2 == 0) {
                      append(change(n));
                    } else {
                      database.execute(
                          "insert into space values ('s-" + writer + "-" + n + "', '')");
                    }
                  }
                  return null;
                }));
      }
      for (Future<?> it : done) {
        it.get();
      }
    }
    assertThat(findings()).isEmpty();
    assertThat(database.number("select max(id) from audit")).isEqualTo(WRITERS * CHANGES);
  }

  @Test
  void whoHasNotCommittedYetKeepsNobodyWaiting() throws SQLException {
    try (Connection idle = database.pool().getConnection();
        Statement statement = idle.createStatement()) {
      idle.setAutoCommit(false);
      statement.execute("insert into space values ('spa_1', 'free')");
      append(change(2));
      idle.commit();
    }
    assertThat(text("select string_agg(object_id, ',' order by id) from audit"))
        .isEqualTo("spa_2,spa_1");
    assertThat(findings()).isEmpty();
  }

  @Test
  void entriesCannotBeChangedOrRemoved() throws SQLException {
    append(change(1));
    for (String attempt :
        List.of("update audit set actor = 'bob'", "delete from audit", "truncate audit")) {
      assertThatThrownBy(() -> database.execute(attempt))
          .rootCause()
          .hasMessageStartingWith("ERROR: entries of the audit are never changed or removed");
    }
  }

  @Test
  void whatIsChangedBySqlIsToldOfWithTheDatabasesUser() throws SQLException {
    database.execute("insert into space values ('spa_1', 'free'), ('spa_2', 'free')");
    database.execute("update space set tier = 'business' where id = 'spa_2'");
    database.execute("delete from space where id = 'spa_1'");
    database.execute("update space set tier = 'x' where id = 'nowhere'");
    database.execute("truncate space cascade");
    assertThat(
            text(
                "select string_agg(concat_ws(' ', actor, source, action, object_kind, object_id,"
                    + " space_id, before::json ->> 'tier', after::json ->> 'tier'), E'\\n' order by id)"
                    + " from audit where object_kind = 'space'"))
        .isEqualTo(
            """
            postgres sql insert space spa_1 spa_1 free
            postgres sql insert space spa_2 spa_2 free
            postgres sql update space spa_2 spa_2 free business
            postgres sql delete space spa_1 spa_1 free
            postgres sql truncate space *""");
    assertThat(findings()).isEmpty();
  }

  @Test
  void aStatementThatChangesManyRowsIsOneEntryWithTheirNumber() throws SQLException {
    database.execute("insert into space select 's' || i, '' from generate_series(1, 5000) i");
    assertThat(text("select string_agg(action || object_id || after, ',') from audit"))
        .isEqualTo("insert*{\"rows\": 5000}");
  }

  @Test
  void aConnectionsRowsAndARulebooksFilesAreToldOfWithoutTheirBytes() throws SQLException {
    database.execute("insert into space values ('spa_1', '')");
    database.execute(
        "insert into destination (id, space_id, type, name) values ('dst_1', 'spa_1', 'x', '')");
    database.execute("insert into connection values ('aud_1')");
    database.execute("insert into connection_destination values ('aud_1', 'dst_1')");
    database.execute("delete from destination");
    database.execute("insert into rulebook (hash, author, note) values ('h', 'eve', '')");
    database.execute("insert into rulebook_file values ('h', 'a.csv', 'secret')");
    database.execute("insert into rulebook_activation (hash, author) values ('h', 'eve')");
    assertThat(text("select string_agg(action || ' ' || object_kind, ',' order by id) from audit"))
        .isEqualTo(
            "insert space,insert destination,insert connection,insert connection,"
                + "delete destination,delete connection,insert rulebook,insert rulebook,"
                + "insert rulebook");
    assertThat(text("select after from audit where after like '%a.csv%'"))
        .isEqualTo("{\"hash\": \"h\", \"name\": \"a.csv\"}");
  }

  @Test
  void whatTheProgramTellsOfItselfIsToldOfOnce() throws SQLException {
    try (Connection connection = database.pool().getConnection();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      AuditLog.begin(connection);
      statement.execute("insert into space values ('spa_1', '')");
      log.append(connection, change(1));
      connection.commit();
      connection.setAutoCommit(true);
      // The transaction is over, and what it said of itself too.
      statement.execute("update space set tier = 'by hand'");
    }
    assertThat(text("select string_agg(source, ',' order by id) from audit")).isEqualTo("api,sql");
  }

  @Test
  void aUserWhoMayChangeATableButNoEntryIsToldOfAllTheSame() throws SQLException {
    database.execute("drop role if exists clerk");
    database.execute("create role clerk login password 'clerk'");
    database.execute("grant select, insert on space to clerk");
    try (Connection clerk =
            DriverManager.getConnection(database.server().jdbcUrl(), "clerk", "clerk");
        Statement statement = clerk.createStatement()) {
      statement.execute("create temporary table audit_pending (actor text)");
      statement.execute("insert into space values ('spa_1', '')");
      assertThatThrownBy(() -> statement.execute("select from audit"))
          .hasMessageContaining("permission denied");
    }
    database.execute("drop owned by clerk");
    assertThat(text("select actor || ' ' || object_id from audit where object_kind = 'space'"))
        .isEqualTo("clerk spa_1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "update audit set actor = 'mallory' where id = 5",
        "update audit set at = at + interval '1 microsecond' where id = 5",
        "update audit set reason = null where id = 5",
        "update audit set space_id = '' where id = 5",
        "update audit set after = '{}' where id = 5"
      })
  void anEntryThatASuperuserAlteredIsNamed(String sql) throws SQLException {
    tenEntries();
    asSuperuser(sql);
    assertThat(findings()).containsExactly("altered: entry 5 is not as it was written");
  }

  @Test
  void anEntryThatASuperuserRemovedIsNamed() throws SQLException {
    tenEntries();
    asSuperuser("delete from audit where id in (5, 10)");
    assertThat(findings())
        .containsExactly("missing: entry 5 is missing", "missing: entry 10 is missing");
  }

  @Test
  void entriesThatASuperuserPutInAnotherOrderAreNamed() throws SQLException {
    tenEntries();
    asSuperuser(
        "update audit set id = 0 where id = 5",
        "update audit set id = 5 where id = 6",
        "update audit set id = 6 where id = 0");
    assertThat(findings())
        .hasSize(2)
        .allMatch(it -> it.startsWith("out of order: "))
        .anyMatch(it -> it.contains("entry 5 was written as entry 6"))
        .anyMatch(it -> it.contains("entry 6 was written as entry 5"));
  }

  private void tenEntries() throws SQLException {
    for (int i = 1; i <= 10; i++) {
      append(change(i));
    }
    assertThat(findings()).isEmpty();
  }

  private void append(AuditedChange change) throws SQLException {
    try (Connection connection = database.pool().getConnection()) {
      connection.setAutoCommit(false);
      log.append(connection, change);
      connection.commit();
    }
  }

  private static AuditedChange change(int number) {
    return new AuditedChange(
        "save", "space", "spa_" + number, "spa_" + number, null, Map.of("tier", "free"));
  }

  private static List<String> findings() {
    var findings = new ArrayList<String>();
    new AuditVerifier(database.pool()).verify(null, it -> findings.add(it.toString()), _ -> {});
    return findings;
  }

  /** With triggers disabled, as only a superuser can. */
  private static void asSuperuser(String... statements) {
    database.execute(
        "begin; set local session_replication_role = replica; "
            + String.join("; ", statements)
            + "; commit");
  }

  private static String text(String query) throws SQLException {
    try (Connection connection = database.pool().getConnection();
        Statement statement = connection.createStatement();
        var row = statement.executeQuery(query)) {
      row.next();
      return row.getString(1);
    }
  }
}
