package dev.oncegate.postgres;

import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/**
 * Which database is meant, without its password.
 *
 * @param hosts {@code db-1:5432}, with commas where there are several
 * @param role who connects to it
 */
public record DatabaseAddress(String hosts, String name, String role) {

  /**
   * What a JDBC URL means.
   *
   * @param user who connects unless the URL says
   * @throws IllegalArgumentException if it is no URL of a PostgreSQL database
   */
  public static DatabaseAddress of(String jdbcUrl, @Nullable String user) {
    Properties parsed = Driver.parseURL(jdbcUrl, null);
    if (parsed == null) {
      throw new IllegalArgumentException(
          "quarkus.datasource.jdbc.url is no URL of a PostgreSQL database, such as"
              + " jdbc:postgresql://db-1:5432/oncegate");
    }
    String[] names = orEmpty(parsed, PGProperty.PG_HOST).split(",", -1);
    String[] ports = orEmpty(parsed, PGProperty.PG_PORT).split(",", -1);
    var hosts = new StringBuilder();
    for (int i = 0; i < names.length; i++) {
      hosts.append(i == 0 ? "" : ",").append(names[i]).append(':').append(ports[i]);
    }
    String given = user == null ? System.getProperty("user.name", "") : user;
    String role = parsed.getProperty(PGProperty.USER.getName(), given);
    String name = parsed.getProperty(PGProperty.PG_DBNAME.getName(), role);
    return new DatabaseAddress(hosts.toString(), name, role);
  }

  private static String orEmpty(Properties parsed, PGProperty property) {
    String value = property.getOrDefault(parsed);
    return value == null ? "" : value;
  }

  /** The database's name, as a statement has it. */
  String quotedName() {
    return quoted(name);
  }

  /** The role's name, as a statement has it. */
  String quotedRole() {
    return quoted(role);
  }

  static String quoted(String identifier) {
    return '"' + identifier.replace("\"", "\"\"") + '"';
  }

  @Override
  public String toString() {
    return "PostgreSQL database " + quotedName() + " at " + hosts;
  }
}
