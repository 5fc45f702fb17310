package dev.oncegate.integrations;

import dev.oncegate.core.update.Destination;
import dev.oncegate.core.update.Integrations;
import dev.oncegate.core.update.Integrations.Connection;
import dev.oncegate.core.update.Resend;
import dev.oncegate.core.update.Space;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;

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
    return new Integrations(spaces(statement), destinations(statement), connections(statement));
  }

  private static List<Space> spaces(Statement statement) throws SQLException {
    var spaces = new ArrayList<Space>();
    try (ResultSet rows = statement.executeQuery("select id, tier from space")) {
      while (rows.next()) {
        spaces.add(new Space(rows.getString(1), rows.getString(2)));
      }
    }
    return spaces;
  }

  private static List<Destination> destinations(Statement statement) throws SQLException {
    var destinations = new ArrayList<Destination>();
    try (ResultSet rows =
        statement.executeQuery(
            """
            select id, space_id, type, name, enabled, dedupes_on,
              call, ids_per_event, dedupe_scope, resend
            from destination
            """)) {
      while (rows.next()) {
        destinations.add(
            new Destination(
                rows.getString(1),
                rows.getString(2),
                rows.getString(3),
                rows.getString(4),
                rows.getBoolean(5),
                new HashSet<>(List.of((String[]) rows.getArray(6).getArray())),
                Destination.Call.valueOf(constant(rows.getString(7))),
                Destination.IdsPerEvent.valueOf(constant(rows.getString(8))),
                Destination.DedupeScope.valueOf(constant(rows.getString(9))),
                Resend.parse(rows.getString(10))));
      }
    }
    return destinations;
  }

  private static List<Connection> connections(Statement statement) throws SQLException {
    var connections = new ArrayList<Connection>();
    try (ResultSet rows =
        statement.executeQuery(
            """
            select computation_id, array_agg(destination_id)
            from connection_destination group by computation_id
            """)) {
      while (rows.next()) {
        connections.add(
            new Connection(rows.getString(1), List.of((String[]) rows.getArray(2).getArray())));
      }
    }
    return connections;
  }

  private static String constant(String word) {
    return word.toUpperCase(Locale.ROOT);
  }
}
