package dev.oncegate.postgres;

import dev.oncegate.core.update.ProfileUpdate;
import dev.oncegate.core.update.RecordPosition;
import dev.oncegate.pipeline.LedgerEntry;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/** The table of lineages: which profiles are one, and since when. */
final class MergeHistory {
  // One look into an index for each profile, however large the planner believes the table to be:
  // "offset 0" keeps it from joining in another way, such as looking at every merge there is.
  private static final String OF_PROFILES =
      """
      select m.* from unnest(?::text[], ?::text[]) as profile (space, id), lateral (
        select space_id, profile_id, other_id, merged, topic_id, topic_partition, topic_offset
        from send_lineage where profile_id = id and space_id = space offset 0) m
      """;

  private static final String RECORDED_SINCE =
      """
      select space_id, profile_id, other_id, merged, topic_id, topic_partition, topic_offset
      from send_lineage where recorded > ?
      """;

  private static final String LAST_RECORDED = "select coalesce(max(recorded), 0) from send_lineage";

  // The first update that tells of a merge stays the one; of one partition, that is the one with
  // the lowest offset, whatever an attempt that was rolled back came to. A merge that was loaded
  // has none, and stays so.
  private static final String RECORD =
      """
      with merge as (
        select * from unnest(?::text[], ?::text[], ?::text[], ?::uuid[], ?::integer[], ?::bigint[])
          as m (space_id, merged_id, survivor_id, topic_id, topic_partition, topic_offset))
      insert into send_lineage as known
        (profile_id, space_id, other_id, merged, topic_id, topic_partition, topic_offset)
      select merged_id, space_id, survivor_id, true, topic_id, topic_partition, topic_offset
      from merge
      union all
      select survivor_id, space_id, merged_id, false, topic_id, topic_partition, topic_offset
      from merge
      on conflict (profile_id, space_id, other_id, merged) do update
      set topic_offset = excluded.topic_offset, recorded = default
      where known.topic_id = excluded.topic_id
        and known.topic_partition = excluded.topic_partition
        and known.topic_offset > excluded.topic_offset
      """;

  private static final Comparator<Lineages.LineageMerge> ORDER =
      Comparator.comparing(Lineages.LineageMerge::merged, Lineages.LineageMember.ORDER)
          .thenComparing(Lineages.LineageMerge::survivor, Lineages.LineageMember.ORDER);

  private MergeHistory() {}

  /** Records the merges that a batch tells of, while nobody commits what was decided. */
  static void record(Connection connection, List<LedgerEntry> batch) throws SQLException {
    Collection<Lineages.LineageMerge> unknown = unknownOf(connection, mergesIn(batch));
    if (unknown.isEmpty()) {
      return;
    }
    int count = unknown.size();
    var spaces = new String[count];
    var merged = new String[count];
    var survivors = new String[count];
    var topics = new UUID[count];
    var partitions = new int[count];
    var offsets = new long[count];
    int i = 0;
    for (Lineages.LineageMerge merge : unknown) {
      RecordPosition broughtBy = Objects.requireNonNull(merge.broughtBy());
      spaces[i] = merge.merged().spaceId();
      merged[i] = merge.merged().id();
      survivors[i] = merge.survivor().id();
      topics[i] = broughtBy.topicId();
      partitions[i] = broughtBy.partition();
      offsets[i++] = broughtBy.offset();
    }
    LedgerLocks.holdLineagesAlone(connection);
    try (PreparedStatement insert = connection.prepareStatement(RECORD)) {
      insert.setArray(1, connection.createArrayOf("text", spaces));
      insert.setArray(2, connection.createArrayOf("text", merged));
      insert.setArray(3, connection.createArrayOf("text", survivors));
      insert.setArray(4, connection.createArrayOf("uuid", topics));
      insert.setObject(5, partitions);
      insert.setObject(6, offsets);
      insert.executeUpdate();
    }
  }

  static boolean anyIn(List<LedgerEntry> batch) {
    for (LedgerEntry entry : batch) {
      if (tellsOfMerges(entry)) {
        return true;
      }
    }
    return false;
  }

  /** What is read again has told of its merges. */
  private static boolean tellsOfMerges(LedgerEntry entry) {
    return !entry.readAgain() && !entry.update().mergedProfiles().isEmpty();
  }

  /** Each merge once, with the first update that tells of it. */
  private static Collection<Lineages.LineageMerge> mergesIn(List<LedgerEntry> batch) {
    var found = new TreeMap<Lineages.LineageMerge, Lineages.LineageMerge>(ORDER);
    for (LedgerEntry entry : batch) {
      if (!tellsOfMerges(entry)) {
        continue;
      }
      ProfileUpdate update = entry.update();
      var survivor = new Lineages.LineageMember(update.spaceId(), update.profileId());
      for (String profile : update.mergedProfiles()) {
        var merged = new Lineages.LineageMember(update.spaceId(), profile);
        var merge = new Lineages.LineageMerge(merged, survivor, entry.position());
        found.putIfAbsent(merge, merge);
      }
    }
    return found.values();
  }

  /** Those that their updates would not see as it is. */
  private static Collection<Lineages.LineageMerge> unknownOf(
      Connection connection, Collection<Lineages.LineageMerge> merges) throws SQLException {
    Set<Lineages.LineageMember> survivors = new HashSet<>();
    for (Lineages.LineageMerge merge : merges) {
      survivors.add(merge.survivor());
    }
    Map<Lineages.LineageMerge, Lineages.LineageMerge> known = new TreeMap<>(ORDER);
    for (Lineages.LineageMerge merge : mergesOf(connection, survivors)) {
      known.put(merge, merge);
    }
    return merges.stream()
        .filter(
            merge -> {
              Lineages.LineageMerge same = known.get(merge);
              return same == null || !same.isVisibleAt(Objects.requireNonNull(merge.broughtBy()));
            })
        .toList();
  }

  /** The lineages of all these profiles, whole. */
  static Lineages lineagesOf(Connection connection, Set<Lineages.LineageMember> profiles)
      throws SQLException {
    var lineages = new Lineages(profiles, lastRecorded(connection));
    Collection<Lineages.LineageMember> open = profiles;
    // Each round goes one merge further; nearly always the first finds none.
    while (!open.isEmpty()) {
      var next = new ArrayList<Lineages.LineageMember>();
      for (Lineages.LineageMerge merge : mergesOf(connection, open)) {
        next.addAll(lineages.add(merge));
      }
      open = next;
    }
    return lineages;
  }

  private static long lastRecorded(Connection connection) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(LAST_RECORDED);
        ResultSet row = select.executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }

  /** Whether these lineages are what they were when they were read. */
  static boolean areStill(Connection connection, Lineages lineages) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(RECORDED_SINCE)) {
      select.setLong(1, lineages.asOf());
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          if (lineages.lack(mergeOf(rows))) {
            return false;
          }
        }
      }
    }
    return true;
  }

  /** The merges of these profiles; one of two of them comes twice. */
  private static List<Lineages.LineageMerge> mergesOf(
      Connection connection, Collection<Lineages.LineageMember> profiles) throws SQLException {
    var spaces = new String[profiles.size()];
    var ids = new String[spaces.length];
    int i = 0;
    for (Lineages.LineageMember profile : profiles) {
      spaces[i] = profile.spaceId();
      ids[i++] = profile.id();
    }
    var merges = new ArrayList<Lineages.LineageMerge>(0);
    try (PreparedStatement select = connection.prepareStatement(OF_PROFILES)) {
      select.setArray(1, connection.createArrayOf("text", spaces));
      select.setArray(2, connection.createArrayOf("text", ids));
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          merges.add(mergeOf(rows));
        }
      }
    }
    return merges;
  }

  private static Lineages.LineageMerge mergeOf(ResultSet row) throws SQLException {
    String spaceId = row.getString(1);
    var profile = new Lineages.LineageMember(spaceId, row.getString(2));
    var other = new Lineages.LineageMember(spaceId, row.getString(3));
    boolean merged = row.getBoolean(4);
    UUID topicId = row.getObject(5, UUID.class);
    return new Lineages.LineageMerge(
        merged ? profile : other,
        merged ? other : profile,
        topicId == null ? null : new RecordPosition(topicId, row.getInt(6), row.getLong(7)));
  }
}
