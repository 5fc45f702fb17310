package dev.oncegate.integrations;

import dev.oncegate.core.update.CodePoints;
import dev.oncegate.core.update.Destination;
import dev.oncegate.core.update.Integrations.Connection;
import dev.oncegate.core.update.Resend;
import dev.oncegate.core.update.Space;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The rows of the tables, as queries and as what they say; words are stored as messages write them.
 */
final class Rows {
  static final String SPACES = "select id, tier from space";

  static final String DESTINATIONS =
      """
      select id, space_id, type, name, enabled, dedupes_on,
        call, ids_per_event, dedupe_scope, resend
      from destination
      """;

  /** A row for each connection, with all that it leads to, which may be nothing. */
  static final String CONNECTIONS =
      """
      select * from (
        select computation_id, array_remove(array_agg(destination_id), null)
        from connection left join connection_destination using (computation_id)
        group by computation_id
      ) as connections
      """;

  private Rows() {}

  /** What a row says. */
  interface Reader<T> {
    T read(ResultSet row) throws SQLException;
  }

  static <T> List<T> all(ResultSet rows, Reader<T> reader) throws SQLException {
    var read = new ArrayList<T>();
    while (rows.next()) {
      read.add(reader.read(rows));
    }
    return read;
  }

  static Space space(ResultSet row) throws SQLException {
    return new Space(row.getString(1), row.getString(2));
  }

  /**
   * A row of {@link #DESTINATIONS}.
   *
   * @throws IllegalArgumentException if it holds a word that is none of its column's
   */
  static Destination destination(ResultSet row) throws SQLException {
    return new Destination(
        row.getString(1),
        row.getString(2),
        row.getString(3),
        row.getString(4),
        row.getBoolean(5),
        Set.copyOf(texts(row, 6)),
        Destination.Call.valueOf(constant(row.getString(7))),
        Destination.IdsPerEvent.valueOf(constant(row.getString(8))),
        Destination.DedupeScope.valueOf(constant(row.getString(9))),
        Resend.parse(row.getString(10)));
  }

  static Connection connection(ResultSet row) throws SQLException {
    return new Connection(
        row.getString(1), texts(row, 2).stream().sorted(CodePoints::compare).toList());
  }

  /** What a column holds for a constant. */
  static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private static String constant(String word) {
    return word.toUpperCase(Locale.ROOT);
  }

  private static List<String> texts(ResultSet row, int column) throws SQLException {
    return List.of((String[]) row.getArray(column).getArray());
  }
}
