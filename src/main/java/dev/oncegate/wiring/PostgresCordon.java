package dev.oncegate.wiring;

import dev.oncegate.kafka.Cordon;
import dev.oncegate.kafka.Unavailable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;

/** Cordons in a table that is nearly always empty; looked at once a batch. */
final class PostgresCordon implements Cordon {
  private static final String STANDING =
      "select topic_partition, space_id, profile_id, from_offset, to_offset"
          + " from cordon where topic_id = ? and topic_partition = any (?)";
  private static final String RAISE =
      "insert into cordon values (?, ?, ?, ?, ?, ?)"
          + " on conflict (topic_id, topic_partition, space_id, profile_id) do update set"
          + " from_offset = least(cordon.from_offset, excluded.from_offset),"
          + " to_offset = greatest(cordon.to_offset, excluded.to_offset)";
  private static final String LIFT =
      "delete from cordon where topic_id = ? and topic_partition = ? and to_offset <= ?";

  private final DataSource dataSource;

  PostgresCordon(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  @Override
  public List<Cordoned> standing(UUID topicId, Collection<Integer> partitions) {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement select = connection.prepareStatement(STANDING)) {
      select.setObject(1, topicId);
      select.setArray(2, connection.createArrayOf("integer", partitions.toArray()));
      var standing = new ArrayList<Cordoned>(0);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          standing.add(
              new Cordoned(
                  row.getInt(1),
                  new Profile(row.getString(2), row.getString(3)),
                  row.getLong(4),
                  row.getLong(5)));
        }
      }
      return standing;
    } catch (SQLException e) {
      throw unavailable(e);
    }
  }

  @Override
  public void raise(UUID topicId, Collection<Cordoned> cordoned) {
    try (Connection connection = dataSource.getConnection()) {
      connection.setAutoCommit(false);
      try (PreparedStatement insert = connection.prepareStatement(RAISE)) {
        for (Cordoned it : cordoned) {
          insert.setObject(1, topicId);
          insert.setInt(2, it.partition());
          insert.setString(3, it.profile().spaceId());
          insert.setString(4, it.profile().id());
          insert.setLong(5, it.from());
          insert.setLong(6, it.to());
          insert.addBatch();
        }
        insert.executeBatch();
      }
      connection.commit();
    } catch (SQLException e) {
      throw unavailable(e);
    }
  }

  @Override
  public void lift(UUID topicId, int partition, long through) {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement delete = connection.prepareStatement(LIFT)) {
      delete.setObject(1, topicId);
      delete.setInt(2, partition);
      delete.setLong(3, through);
      delete.executeUpdate();
    } catch (SQLException e) {
      throw unavailable(e);
    }
  }

  // Whatever the database says of these three statements, saying it again later is all that helps.
  private static Unavailable unavailable(SQLException e) {
    return new Unavailable("PostgreSQL: " + e.getMessage(), e);
  }
}
