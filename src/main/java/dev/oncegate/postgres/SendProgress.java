package dev.oncegate.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;

/** The table of how far each partition is published, as far as the ledger can know. */
final class SendProgress {
  private static final String BEGIN =
      """
      insert into send_progress as known (topic_id, topic_partition, published_up_to)
      select * from unnest(?, ?, ?)
      on conflict (topic_id, topic_partition) do update
      set published_up_to = greatest(known.published_up_to, excluded.published_up_to)
      returning topic_id, topic_partition, published_up_to
      """;

  private SendProgress() {}

  /**
   * Notes that a batch begins, and tells its ranges what was published of them already. Until the
   * transaction ends, nobody else decides updates of these partitions.
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
      offsets[i] = first.offset();
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
