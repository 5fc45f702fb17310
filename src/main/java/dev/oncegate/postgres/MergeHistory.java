package dev.oncegate.postgres;

import dev.oncegate.core.update.Trigger;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** The table of merges: what the sync stage writes and reads of it. */
final class MergeHistory {
  private static final String OF_PROFILES =
      """
      select merged_id, survivor_id, announced, topic_id, topic_partition, topic_offset
      from profile_merge where space_id = ? and merged_id = any(?)
      union
      select merged_id, survivor_id, announced, topic_id, topic_partition, topic_offset
      from profile_merge where space_id = ? and survivor_id = any(?)
      """;

  // The first update that brings a merge stays the one; of one partition, that is the one with the
  // lowest offset, whatever an attempt that was rolled back came to.
  private static final String RECORD =
      """
      insert into profile_merge as known
        (space_id, merged_id, survivor_id, merged_at, announced,
         topic_id, topic_partition, topic_offset)
      values (?, ?, ?, ?, true, ?, ?, ?)
      on conflict (space_id, merged_id, survivor_id) do update
      set topic_id = excluded.topic_id, topic_partition = excluded.topic_partition,
          topic_offset = excluded.topic_offset
      where known.announced
        and (known.topic_id is null
             or (known.topic_id = excluded.topic_id
                 and known.topic_partition = excluded.topic_partition
                 and known.topic_offset > excluded.topic_offset))
      """;

  private record Found(
      Lineages.Profile merged, Lineages.Profile survivor, Instant at, Coordinates broughtBy) {
    static final Comparator<Found> ORDER =
        Comparator.comparing(Found::merged, Lineages.Profile.ORDER)
            .thenComparing(Found::survivor, Lineages.Profile.ORDER);
  }

  private MergeHistory() {}

  /**
   * Records the merges that a batch brings.
   *
   * @return whether any of them is new
   */
  static boolean record(Connection connection, List<BatchEntry> batch) throws SQLException {
    List<Found> found = mergesIn(batch);
    if (found.isEmpty()) {
      return false;
    }
    // Sorted, so that two that record the same wait for one another instead of deadlocking.
    found.sort(Found.ORDER);
    try (PreparedStatement insert = connection.prepareStatement(RECORD)) {
      Found previous = null;
      for (Found merge : found) {
        // The first of a repeated merge counts; and the driver makes one statement of many, which
        // cannot write a row twice.
        if (previous != null && Found.ORDER.compare(previous, merge) == 0) {
          continue;
        }
        previous = merge;
        insert.setString(1, StoredText.of(merge.merged().spaceId()));
        insert.setString(2, StoredText.of(merge.merged().id()));
        insert.setString(3, StoredText.of(merge.survivor().id()));
        insert.setObject(4, merge.at().atOffset(ZoneOffset.UTC));
        insert.setObject(5, merge.broughtBy().topicId());
        insert.setInt(6, merge.broughtBy().partition());
        insert.setLong(7, merge.broughtBy().offset());
        insert.addBatch();
      }
      boolean any = false;
      for (int changed : insert.executeBatch()) {
        any |= changed != 0;
      }
      return any;
    }
  }

  static boolean anyIn(List<BatchEntry> batch) {
    for (BatchEntry entry : batch) {
      if (entry.update().trigger() instanceof Trigger.ProfileMerge) {
        return true;
      }
    }
    return false;
  }

  private static List<Found> mergesIn(List<BatchEntry> batch) {
    var found = new ArrayList<Found>();
    for (BatchEntry entry : batch) {
      if (entry.update().trigger() instanceof Trigger.ProfileMerge merge) {
        var survivor = new Lineages.Profile(entry.update().spaceId(), entry.update().profileId());
        var at = entry.update().computedAt();
        for (Trigger.Merged profile : merge.profiles()) {
          var merged = new Lineages.Profile(survivor.spaceId(), profile.profileId());
          if (!merged.equals(survivor)) {
            Instant when = Instant.ofEpochSecond(at.epochSecond(), at.nano());
            found.add(new Found(merged, survivor, when, entry.at()));
          }
        }
      }
    }
    return found;
  }

  /** The lineages of all these profiles, whole. */
  static Lineages lineagesOf(Connection connection, Collection<Lineages.Profile> profiles)
      throws SQLException {
    var lineages = new Lineages();
    Set<Lineages.Merge> known = new HashSet<>();
    Set<Lineages.Profile> asked = new HashSet<>(profiles);
    Collection<Lineages.Profile> open = profiles;
    // Each round goes one merge further; nearly always the first finds nothing.
    while (!open.isEmpty()) {
      var next = new ArrayList<Lineages.Profile>();
      for (Lineages.Merge merge : mergesOf(connection, open)) {
        if (known.add(merge)) {
          lineages.add(merge);
          if (asked.add(merge.merged())) {
            next.add(merge.merged());
          }
          if (asked.add(merge.survivor())) {
            next.add(merge.survivor());
          }
        }
      }
      open = next;
    }
    return lineages;
  }

  private static List<Lineages.Merge> mergesOf(
      Connection connection, Collection<Lineages.Profile> profiles) throws SQLException {
    Map<String, List<String>> bySpace = new HashMap<>();
    for (Lineages.Profile profile : profiles) {
      bySpace
          .computeIfAbsent(profile.spaceId(), space -> new ArrayList<>(profiles.size()))
          .add(StoredText.of(profile.id()));
    }
    var merges = new ArrayList<Lineages.Merge>(0);
    try (PreparedStatement select = connection.prepareStatement(OF_PROFILES)) {
      for (Map.Entry<String, List<String>> space : bySpace.entrySet()) {
        Array ids = connection.createArrayOf("text", space.getValue().toArray());
        String spaceId = StoredText.of(space.getKey());
        select.setString(1, spaceId);
        select.setArray(2, ids);
        select.setString(3, spaceId);
        select.setArray(4, ids);
        try (ResultSet rows = select.executeQuery()) {
          while (rows.next()) {
            merges.add(mergeOf(space.getKey(), rows));
          }
        }
      }
    }
    return merges;
  }

  private static Lineages.Merge mergeOf(String spaceId, ResultSet row) throws SQLException {
    UUID topicId = row.getObject(4, UUID.class);
    return new Lineages.Merge(
        new Lineages.Profile(spaceId, StoredText.read(row.getString(1))),
        new Lineages.Profile(spaceId, StoredText.read(row.getString(2))),
        row.getBoolean(3),
        topicId == null ? null : new Coordinates(topicId, row.getInt(5), row.getLong(6)));
  }
}
