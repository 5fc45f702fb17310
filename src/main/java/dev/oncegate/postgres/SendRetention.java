package dev.oncegate.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** Forgets what is old, a little at a time. */
final class SendRetention {
  private static final int ROWS_AT_A_TIME = 2_000;

  private static final String PARTITIONS =
      "select inhrelid::regclass::text from pg_inherits"
          + " where inhparent = 'send_ledger'::regclass order by 1";

  private SendRetention() {}

  static long deleteOlderThan(Connection connection, Duration age) throws SQLException {
    OffsetDateTime before = now(connection).minus(age).atOffset(ZoneOffset.UTC);
    long deleted = 0;
    for (String partition : partitions(connection)) {
      deleted += deleteFrom(partition, before, connection);
    }
    return deleted;
  }

  private static long deleteFrom(String partition, OffsetDateTime before, Connection connection)
      throws SQLException {
    // By their places, which a partition's index on the time finds without a B-tree.
    String delete =
        "delete from %1$s where ctid = any(array(select ctid from %1$s where written_at < ? limit %2$d))"
            .formatted(partition, ROWS_AT_A_TIME);
    long deleted = 0;
    try (PreparedStatement step = connection.prepareStatement(delete)) {
      int rows;
      do {
        step.setObject(1, before);
        rows = step.executeUpdate();
        connection.commit();
        deleted += rows;
      } while (rows == ROWS_AT_A_TIME);
    }
    return deleted;
  }

  private static List<String> partitions(Connection connection) throws SQLException {
    var names = new ArrayList<String>();
    try (Statement select = connection.createStatement();
        ResultSet rows = select.executeQuery(PARTITIONS)) {
      while (rows.next()) {
        names.add(rows.getString(1));
      }
    }
    return names;
  }

  // The database's clock, which also wrote the rows' times.
  private static Instant now(Connection connection) throws SQLException {
    try (Statement select = connection.createStatement();
        ResultSet rows = select.executeQuery("select now()")) {
      rows.next();
      return rows.getObject(1, OffsetDateTime.class).toInstant();
    }
  }
}
