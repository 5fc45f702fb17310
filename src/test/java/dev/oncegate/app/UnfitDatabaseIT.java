package dev.oncegate.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oncegate.testkit.EmbeddedDatabase;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The packaged program, started on databases that it cannot work with. */
class UnfitDatabaseIT {
  private static EmbeddedDatabase server;

  @BeforeAll
  static void startServer() {
    server = EmbeddedDatabase.start();
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @Test
  void anEncodingThatCannotHoldEveryNameIsRefused() throws Exception {
    for (String encoding : List.of("LATIN1", "SQL_ASCII")) {
      String name = "in_" + encoding.toLowerCase(Locale.ROOT);
      execute(
          "postgres",
          "create database %s encoding '%s' locale 'C' template template0"
              .formatted(name, encoding));
      assertThat(sentenceOf(url(name), "postgres"))
          .contains(
              "\"" + name + "\" at 127.0.0.1:",
              "is encoded in " + encoding,
              "create database \"%s_utf8\" owner \"postgres\" encoding 'UTF8'".formatted(name));
      // The statement does mend it.
      execute(
          "postgres",
          "create database %s_utf8 encoding 'UTF8' locale 'C' template template0".formatted(name));
    }
  }

  @Test
  void aRoleThatMayNotMakeTablesIsToldWhatToGrant() throws Exception {
    execute("postgres", "create role maker login", "create database made");
    assertThat(sentenceOf(url("made"), "maker"))
        .contains(
            "does not allow role \"maker\" to make tables in schema \"public\"",
            "grant create on schema \"public\" to \"maker\";");
  }

  @Test
  void aRoleThatMayNotConnectIsToldWhatToGrant() throws Exception {
    execute(
        "postgres",
        "create role outsider login",
        "create database closed",
        "revoke connect on database closed from public");
    assertThat(sentenceOf(url("closed"), "outsider"))
        .contains("grant connect on database \"closed\" to \"outsider\";");
  }

  @Test
  void aDatabaseOrARoleThatDoesNotExistIsNamed() throws Exception {
    assertThat(sentenceOf(url("nowhere"), "postgres"))
        .contains("\"nowhere\" at 127.0.0.1:", "does not exist", "create database \"nowhere\"");
    assertThat(sentenceOf(url("postgres"), "nobody"))
        .contains("has no role \"nobody\"", "create role \"nobody\" login");
  }

  @Test
  void tablesOfAnotherProgramAreLeftAlone() throws Exception {
    execute("postgres", "create database shared");
    execute("shared", "create table destination (theirs int)");
    assertThat(sentenceOf(url("shared"), "postgres"))
        .contains(
            "has tables of another program (destination) in schema \"public\"",
            "create schema oncegate authorization \"postgres\";",
            "currentSchema=oncegate");
  }

  @Test
  void tablesOfANewerProgramAreLeftAlone() throws Exception {
    execute("postgres", "create database later");
    Flyway.configure().dataSource(url("later"), "postgres", "").load().migrate();
    execute(
        "later",
        "insert into flyway_schema_history select 999, '999', 'later', 'SQL', 'V999__later.sql', 0,"
            + " 'ann', now(), 1, true");
    assertThat(sentenceOf(url("later"), "postgres"))
        .contains("was made by a newer Oncegate (its schema is version 999");
    // What only reads says the same.
    assertThat(EndedProgram.sentence("ledger", "export", "--out", "-", "--jdbc-url", url("later")))
        .contains("was made by a newer Oncegate (its schema is version 999");
  }

  @Test
  void whatIsNoDatabaseOfAServiceIsNotExported() throws Exception {
    execute("postgres", "create database empty");
    assertThat(EndedProgram.sentence("ledger", "export", "--out", "-", "--jdbc-url", url("empty")))
        .contains("\"empty\" at 127.0.0.1:", "has no tables of Oncegate");
    assertThat(
            EndedProgram.sentence("ledger", "export", "--out", "-", "--jdbc-url", url("nowhere")))
        .contains("\"nowhere\" at 127.0.0.1:", "does not exist");
  }

  private static String sentenceOf(String url, String role) throws Exception {
    return EndedProgram.sentence(
        "-Dquarkus.datasource.jdbc.url=" + url,
        "-Dquarkus.datasource.username=" + role,
        "-Dkafka.bootstrap.servers=127.0.0.1:1",
        "-Dquarkus.http.port=0",
        // No lanes, which would say that they find no broker.
        "-Doncegate.stages=",
        "serve");
  }

  private static String url(String database) {
    return server.jdbcUrl().replaceFirst("postgres$", database);
  }

  private static void execute(String database, String... statements) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url(database), "postgres", "");
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }
}
