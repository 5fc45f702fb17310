package dev.oncegate.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;

/** The table of how far each partition was known to be published when a batch of it began. */
final class SendProgress {
  private static final String BEGIN =
      """
      insert into send_progress as known (topic_id, topic_partition, published_up_to)
      select * from unnest(?, ?, ?)
      on conflict (topic_id, topic_partition) do update
      set published_up_to = greatest(known.published_up_to, excluded.published_up_to)
      returning topic_id, topic_partition, published_up_to
      """;

  private static final String OF_PARTITION =
      "select published_up_to from send_progress where topic_id = ? and topic_partition = ?";

  private SendProgress() {}

  /** What is known of a partition; 0 where nothing is. */
  static long of(Connection connection, UUID topicId, int partition) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(OF_PARTITION)) {
      select.setObject(1, topicId);
      select.setInt(2, partition);
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? row.getLong(1) : 0;
      }
    }
  }

  /**
   * Notes what whoever begins a batch knows to be published, and tells it what others knew. Until
   * the transaction ends, nobody else decides updates of these partitions.
   */
  static void begin(Connection connection, Collection<PartitionRange> ranges) throws SQLException {
    // Sorted, so that two that want the same wait for one another instead of deadlocking.
    List<PartitionRange> sorted =
        ranges.stream()
            .sorted(
                Comparator.comparing((PartitionRange range) -> range.first().topicId())
                    .thenComparingInt(range -> range.first().partition()))
            .toList();
    int count = sorted.size();
    var topics = new UUID[count];
    var partitions = new int[count];
    var offsets = new long[count];
    for (int i = 0; i < count; i++) {
      Coordinates first = sorted.get(i).first();
      topics[i] = first.topicId();
      partitions[i] = first.partition();
      offsets[i] = sorted.get(i).publishedUpTo();
    }
    try (PreparedStatement begin = connection.prepareStatement(BEGIN)) {
      begin.setArray(1, connection.createArrayOf("uuid", topics));
      begin.setObject(2, partitions);
      begin.setObject(3, offsets);
      try (ResultSet rows = begin.executeQuery()) {
        while (rows.next()) {
          var upTo =
              new Coordinates(rows.getObject(1, UUID.class), rows.getInt(2), rows.getLong(3));
          PartitionRange range = PartitionRange.find(sorted, upTo);
          if (range == null) {
            throw new IllegalStateException(upTo + " is of none of the batch's partitions");
          }
          range.publishedUpTo(upTo.offset());
        }
      }
    }
  }
}
