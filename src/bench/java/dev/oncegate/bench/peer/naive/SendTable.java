package dev.oncegate.bench.peer.naive;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/** What was sent, in a table that is asked and told one row at a time; a transaction an update. */
final class SendTable implements AutoCloseable {

  /** A profile's place in the table. */
  record Key(String spaceId, String computationId, String destinationId, String profileId) {}

  /**
   * What was sent last.
   *
   * @param value the trait's value; empty for audiences and journeys
   * @param leftSince whether the profile left the computation after it
   */
  record Sent(String value, boolean leftSince) {}

  private final Connection connection;
  private final PreparedStatement select;
  private final PreparedStatement insert;

  SendTable(String url, String user, String password) throws SQLException {
    connection = DriverManager.getConnection(url, user, password);
    connection.setAutoCommit(false);
    select =
        connection.prepareStatement(
            """
            select value, left_since from naive_send
            where space_id = ? and computation_id = ? and destination_id = ? and profile_id = ?
            """);
    insert =
        connection.prepareStatement(
            """
            insert into naive_send (
              space_id, computation_id, destination_id, profile_id, value, left_since)
            values (?, ?, ?, ?, ?, ?)
            on conflict (space_id, computation_id, destination_id, profile_id)
            do update set value = excluded.value, left_since = excluded.left_since
            """);
  }

  static void create(String url, String user, String password) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url, user, password);
        Statement statement = connection.createStatement()) {
      statement.execute(
          """
          create table if not exists naive_send (
            space_id text, computation_id text, destination_id text, profile_id text,
            value text not null, left_since boolean not null,
            primary key (space_id, computation_id, destination_id, profile_id))
          """);
    }
  }

  @Nullable Sent find(Key key) throws SQLException {
    set(select, key);
    try (ResultSet row = select.executeQuery()) {
      return row.next() ? new Sent(row.getString(1), row.getBoolean(2)) : null;
    }
  }

  void put(Key key, Sent sent) throws SQLException {
    set(insert, key);
    insert.setString(5, sent.value());
    insert.setBoolean(6, sent.leftSince());
    insert.executeUpdate();
  }

  void commit() throws SQLException {
    connection.commit();
  }

  private static void set(PreparedStatement statement, Key key) throws SQLException {
    statement.setString(1, key.spaceId());
    statement.setString(2, key.computationId());
    statement.setString(3, key.destinationId());
    statement.setString(4, key.profileId());
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
