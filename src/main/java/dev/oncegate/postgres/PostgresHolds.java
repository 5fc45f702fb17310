package dev.oncegate.postgres;

import dev.oncegate.core.DependencyUnavailableException;
import dev.oncegate.pipeline.ProfileHold;
import dev.oncegate.pipeline.ProfileHolds;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;

/** Holds in a table that is nearly always empty, and is read once a batch. */
public final class PostgresHolds implements ProfileHolds {
  private static final String OF_PARTITIONS =
      "select topic_partition, space_id, profile_id, from_offset, to_offset"
          + " from cordon where topic_id = ? and topic_partition = any (?)";
  private static final String HOLD =
      "insert into cordon values (?, ?, ?, ?, ?, ?)"
          + " on conflict (topic_id, topic_partition, space_id, profile_id) do update set"
          + " from_offset = least(cordon.from_offset, excluded.from_offset),"
          + " to_offset = greatest(cordon.to_offset, excluded.to_offset)";
  private static final String RELEASE =
      "delete from cordon where topic_id = ? and topic_partition = ? and to_offset <= ?";

  private final DataSource dataSource;

  public PostgresHolds(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  @Override
  public List<ProfileHold> of(UUID topicId, Collection<Integer> partitions) {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement select = connection.prepareStatement(OF_PARTITIONS)) {
      select.setObject(1, topicId);
      select.setArray(2, connection.createArrayOf("integer", partitions.toArray()));
      var holds = new ArrayList<ProfileHold>(0);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          holds.add(
              new ProfileHold(
                  row.getInt(1),
                  new ProfileHold.HeldProfile(row.getString(2), row.getString(3)),
                  row.getLong(4),
                  row.getLong(5)));
        }
      }
      return holds;
    } catch (SQLException e) {
      throw unavailable(e);
    }
  }

  @Override
  public void hold(UUID topicId, Collection<ProfileHold> holds) {
    try (Connection connection = dataSource.getConnection()) {
      connection.setAutoCommit(false);
      try (PreparedStatement insert = connection.prepareStatement(HOLD)) {
        for (ProfileHold it : holds) {
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
  public void release(UUID topicId, int partition, long through) {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement delete = connection.prepareStatement(RELEASE)) {
      delete.setObject(1, topicId);
      delete.setInt(2, partition);
      delete.setLong(3, through);
      delete.executeUpdate();
    } catch (SQLException e) {
      throw unavailable(e);
    }
  }

  // Whatever the database says of these three statements, saying it again later is all that helps.
  private static DependencyUnavailableException unavailable(SQLException e) {
    return new DependencyUnavailableException("PostgreSQL: " + e.getMessage(), e);
  }
}
