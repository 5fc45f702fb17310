package dev.oncegate.postgres;

import dev.oncegate.core.update.ProfileUpdate;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/** The tables of merges, as far as sends are concerned: which profiles are one, and since when. */
final class MergeHistory {
  // One look into an index for each profile, whatever the planner believes of how large a table is:
  // "offset 0" keeps it from joining in another way, such as looking at every merge there is.
  private static final String OF_PROFILES =
      """
      with profile as (select ?::text as space, unnest(?::text[]) as id)
      select m.* from profile, lateral (
        select merged_id, survivor_id, topic_id, topic_partition, topic_offset
        from send_lineage where space_id = space and merged_id = id offset 0) m
      union
      select m.* from profile, lateral (
        select merged_id, survivor_id, topic_id, topic_partition, topic_offset
        from send_lineage where space_id = space and survivor_id = id offset 0) m
      union
      select m.* from profile, lateral (
        select merged_id, survivor_id, null::uuid, null::integer, null::bigint
        from profile_merge where space_id = space and merged_id = id and not announced offset 0) m
      union
      select m.* from profile, lateral (
        select merged_id, survivor_id, null::uuid, null::integer, null::bigint
        from profile_merge where space_id = space and survivor_id = id and not announced offset 0) m
      """;

  // The first update that tells of a merge stays the one; of one partition, that is the one with
  // the lowest offset, whatever an attempt that was rolled back came to.
  private static final String RECORD =
      """
      insert into send_lineage as known
        (space_id, merged_id, survivor_id, topic_id, topic_partition, topic_offset)
      values (?, ?, ?, ?, ?, ?)
      on conflict (space_id, merged_id, survivor_id) do update
      set topic_offset = excluded.topic_offset
      where known.topic_id = excluded.topic_id
        and known.topic_partition = excluded.topic_partition
        and known.topic_offset > excluded.topic_offset
      """;

  private static final Comparator<Lineages.Merge> ORDER =
      Comparator.comparing(Lineages.Merge::merged, Lineages.Profile.ORDER)
          .thenComparing(Lineages.Merge::survivor, Lineages.Profile.ORDER);

  private MergeHistory() {}

  /**
   * Records the merges that a batch tells of.
   *
   * @return whether any of them is new
   */
  static boolean record(Connection connection, List<BatchEntry> batch) throws SQLException {
    Collection<Lineages.Merge> unknown = unknownOf(connection, mergesIn(batch));
    if (unknown.isEmpty()) {
      return false;
    }
    try (PreparedStatement insert = connection.prepareStatement(RECORD)) {
      for (Lineages.Merge merge : unknown) {
        Coordinates broughtBy = Objects.requireNonNull(merge.broughtBy());
        insert.setString(1, StoredText.of(merge.merged().spaceId()));
        insert.setString(2, StoredText.of(merge.merged().id()));
        insert.setString(3, StoredText.of(merge.survivor().id()));
        insert.setObject(4, broughtBy.topicId());
        insert.setInt(5, broughtBy.partition());
        insert.setLong(6, broughtBy.offset());
        insert.addBatch();
      }
      insert.executeBatch();
    }
    return true;
  }

  static boolean anyIn(List<BatchEntry> batch) {
    for (BatchEntry entry : batch) {
      if (!entry.update().mergedProfiles().isEmpty()) {
        return true;
      }
    }
    return false;
  }

  /** Each merge with the first update that tells of it; in an order of their own. */
  private static Collection<Lineages.Merge> mergesIn(List<BatchEntry> batch) {
    // Sorted, so that two that record the same wait for one another instead of deadlocking; and
    // each once, since the driver makes one statement of many, which cannot write a row twice.
    var found = new TreeMap<Lineages.Merge, Lineages.Merge>(ORDER);
    for (BatchEntry entry : batch) {
      ProfileUpdate update = entry.update();
      var survivor = new Lineages.Profile(update.spaceId(), update.profileId());
      for (String profile : update.mergedProfiles()) {
        var merged = new Lineages.Profile(update.spaceId(), profile);
        var merge = new Lineages.Merge(merged, survivor, entry.at());
        found.putIfAbsent(merge, merge);
      }
    }
    return found.values();
  }

  /** Those that their updates would not see as it is. */
  private static Collection<Lineages.Merge> unknownOf(
      Connection connection, Collection<Lineages.Merge> merges) throws SQLException {
    Set<Lineages.Profile> survivors = new HashSet<>();
    for (Lineages.Merge merge : merges) {
      survivors.add(merge.survivor());
    }
    Map<Lineages.Merge, Lineages.Merge> known = new TreeMap<>(ORDER);
    for (Lineages.Merge merge : mergesOf(connection, survivors)) {
      known.merge(merge, merge, (a, b) -> a.broughtBy() == null ? a : b);
    }
    return merges.stream()
        .filter(
            merge -> {
              Lineages.Merge same = known.get(merge);
              return same == null || !same.isVisibleAt(Objects.requireNonNull(merge.broughtBy()));
            })
        .toList();
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
    UUID topicId = row.getObject(3, UUID.class);
    return new Lineages.Merge(
        new Lineages.Profile(spaceId, StoredText.read(row.getString(1))),
        new Lineages.Profile(spaceId, StoredText.read(row.getString(2))),
        topicId == null ? null : new Coordinates(topicId, row.getInt(4), row.getLong(5)));
  }
}
