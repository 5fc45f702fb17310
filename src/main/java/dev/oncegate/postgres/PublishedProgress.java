package dev.oncegate.postgres;

import dev.oncegate.core.update.RecordPosition;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;

/** The table of how far each partition was known to be published when a batch of it began. */
final class PublishedProgress {
  private static final String BEGIN =
      """
      insert into send_progress as known (topic_id, topic_partition, published_up_to)
      select * from unnest(?, ?, ?)
      on conflict (topic_id, topic_partition) do update
      set published_up_to = greatest(known.published_up_to, excluded.published_up_to)
      returning topic_id, topic_partition, published_up_to, (
        select array_agg(topic_id order by closed)
        from (select topic_id, min(closed_at) as closed
          from send_progress where closed_at is not null group by topic_id) as gone)
      """;

  private static final String CLOSE =
      """
      insert into send_progress as known values (?, ?, ?, now())
      on conflict (topic_id, topic_partition) do update
      set published_up_to = greatest(known.published_up_to, excluded.published_up_to),
          closed_at = coalesce(known.closed_at, excluded.closed_at)
      """;

  private static final String OF_PARTITION =
      "select published_up_to from send_progress where topic_id = ? and topic_partition = ?";

  private PublishedProgress() {}

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
   *
   * @return the topics that are no more, in the order in which that was found
   */
  static List<UUID> begin(Connection connection, Collection<PartitionRange> ranges)
      throws SQLException {
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
      RecordPosition first = sorted.get(i).first();
      topics[i] = first.topicId();
      partitions[i] = first.partition();
      offsets[i] = sorted.get(i).publishedUpTo();
    }
    List<UUID> closed = List.of();
    try (PreparedStatement begin = connection.prepareStatement(BEGIN)) {
      begin.setArray(1, connection.createArrayOf("uuid", topics));
      begin.setObject(2, partitions);
      begin.setObject(3, offsets);
      try (ResultSet rows = begin.executeQuery()) {
        while (rows.next()) {
          var upTo =
              new RecordPosition(rows.getObject(1, UUID.class), rows.getInt(2), rows.getLong(3));
          PartitionRange range = PartitionRange.find(sorted, upTo);
          if (range == null) {
            throw new IllegalStateException(upTo + " is of none of the batch's partitions");
          }
          range.publishedUpTo(upTo.offset());
          Array ids = rows.getArray(4);
          closed = ids == null ? List.of() : List.of((UUID[]) ids.getArray());
        }
      }
    }
    return closed;
  }

  /**
   * Notes that a partition is published up to an offset (exclusive), and no further, since its
   * topic is no more. Waits for whoever is deciding some of it still.
   */
  static void close(Connection connection, RecordPosition publishedUpTo) throws SQLException {
    try (PreparedStatement close = connection.prepareStatement(CLOSE)) {
      close.setObject(1, publishedUpTo.topicId());
      close.setInt(2, publishedUpTo.partition());
      close.setLong(3, publishedUpTo.offset());
      close.executeUpdate();
    }
  }
}
