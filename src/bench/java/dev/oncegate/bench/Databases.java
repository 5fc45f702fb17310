package dev.oncegate.bench;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.Set;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Makes a fresh database for each turn. What it shall hold is made once, as a template, and copied.
 */
final class Databases {

  /**
   * What a database holds at the beginning.
   *
   * @param sql by which it is filled, on Oncegate's tables; nothing, not even tables, if it is
   *     empty
   */
  record Content(String name, String sql) {}

  static final Content EMPTY = new Content("template1", "");

  private final String jdbcUrl;
  private final String user;
  private final String password;
  private final Set<String> templates = new HashSet<>(Set.of(EMPTY.name()));

  /**
   * Databases of a server.
   *
   * @param jdbcUrl of any database of it
   */
  Databases(String jdbcUrl, String user, String password) {
    this.jdbcUrl = jdbcUrl;
    this.user = user;
    this.password = password;
  }

  /** A new database; answers its URL. */
  String make(String name, Content content) throws SQLException {
    if (templates.add(content.name())) {
      String _ = make(content.name(), EMPTY);
      DataSource template = dataSource(urlOf(content.name()));
      Flyway.configure().dataSource(template).load().migrate();
      execute(template, content.sql());
      execute(template, "vacuum analyze");
    }
    execute(
        dataSource(jdbcUrl),
        "create database \"%s\" template \"%s\"".formatted(name, content.name()));
    // The embedded server has it off, as no server should whose commits are relied on.
    execute(
        dataSource(jdbcUrl), "alter database \"%s\" set synchronous_commit = on".formatted(name));
    execute(dataSource(jdbcUrl), "checkpoint");
    return urlOf(name);
  }

  void drop(String name) throws SQLException {
    execute(dataSource(jdbcUrl), "drop database if exists \"%s\" with (force)".formatted(name));
  }

  private String urlOf(String name) {
    return jdbcUrl.substring(0, jdbcUrl.lastIndexOf('/') + 1) + name;
  }

  private DataSource dataSource(String url) {
    var source = new PGSimpleDataSource();
    source.setUrl(url);
    source.setUser(user);
    source.setPassword(password);
    return source;
  }

  private static void execute(DataSource source, String sql) throws SQLException {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
