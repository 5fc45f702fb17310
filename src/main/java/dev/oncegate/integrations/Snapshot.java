package dev.oncegate.integrations;

import dev.oncegate.core.update.Integrations;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** Reads all spaces, destinations and connections with plain SQL, in one database snapshot. */
final class Snapshot {

  // A row version has a place and a writer of its own, so this sum changes with every committed
  // change, whatever the order of commits. It is reckoned where the rows are.
  private static final String FINGERPRINT =
      """
      select count(*), coalesce(sum(hashtextextended(version, 0)), 0) from (
        select 's' || ctid::text || xmin::text as version from space
        union all select 'd' || ctid::text || xmin::text from destination
        union all select 'c' || ctid::text || xmin::text from connection
        union all select 'l' || ctid::text || xmin::text from connection_destination
      ) as versions
      """;

  private Snapshot() {}

  /** Equal for the same state of the tables, different for a different one. */
  record Fingerprint(long rows, String versions) {}

  static Fingerprint fingerprint(Statement statement) throws SQLException {
    try (ResultSet row = statement.executeQuery(FINGERPRINT)) {
      row.next();
      return new Fingerprint(row.getLong(1), row.getString(2));
    }
  }

  /**
   * Reads it all; the statement's transaction must see one state of the database.
   *
   * @throws IllegalArgumentException if a row holds a word that is none of its column's
   */
  static Integrations read(Statement statement) throws SQLException {
    return new Integrations(
        all(statement, Rows.SPACES, Rows::space),
        all(statement, Rows.DESTINATIONS, Rows::destination),
        all(statement, Rows.CONNECTIONS, Rows::connection));
  }

  private static <T> List<T> all(Statement statement, String query, Rows.Reader<T> reader)
      throws SQLException {
    try (ResultSet rows = statement.executeQuery(query)) {
      return Rows.all(rows, reader);
    }
  }
}
