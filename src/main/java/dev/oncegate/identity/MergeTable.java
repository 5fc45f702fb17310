package dev.oncegate.identity;

import static java.time.temporal.ChronoField.MICRO_OF_SECOND;

import dev.oncegate.audit.AuditNote;
import dev.oncegate.core.DependencyUnavailableException;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Function;
import javax.sql.DataSource;

/** The table {@code profile_merge}, as far as identity is concerned: which profiles became one. */
public final class MergeTable {
  private static final String WRITE =
      """
      insert into profile_merge (announced, space_id, merged_id, survivor_id, merged_at)
      select ?, space_id, merged_id, survivor_id,
             timestamptz 'epoch' + second * interval '1 second' + micro * interval '1 microsecond'
      from unnest(?::text[], ?::text[], ?::text[], ?::bigint[], ?::integer[])
        as merge (space_id, merged_id, survivor_id, second, micro)
      on conflict (space_id, merged_id, survivor_id) do update
      set merged_at = greatest(profile_merge.merged_at, excluded.merged_at),
          announced = profile_merge.announced and excluded.announced
      where excluded.merged_at > profile_merge.merged_at
         or (profile_merge.announced and not excluded.announced)
      """;

  // "offset 0" keeps the planner to one index look-up a profile; left to itself it may read the
  // whole table for a long batch.
  private static final String READ =
      """
      with recursive related (space_id, profile_id) as (
        select * from unnest(?::text[], ?::text[])
        union
        select related.space_id, next.profile_id
        from related cross join lateral (
          select survivor_id as profile_id from profile_merge
          where space_id = related.space_id and merged_id = related.profile_id
          union all
          select merged_id from profile_merge
          where space_id = related.space_id and survivor_id = related.profile_id
        ) as next
      )
      select found.* from related cross join lateral (
        select space_id, merged_id, survivor_id, merged_at from profile_merge
        where space_id = related.space_id and merged_id = related.profile_id
        offset 0
      ) as found
      """;

  private static final Comparator<Merge> BY_KEY =
      Comparator.comparing(Merge::spaceId)
          .thenComparing(Merge::mergedId)
          .thenComparing(Merge::survivorId);

  private final DataSource dataSource;

  public MergeTable(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  /**
   * Keeps merges that are told by someone other than the engine's messages, all or none; they count
   * at once.
   */
  public void load(List<Merge> merges, AuditNote note) {
    try (Connection connection = dataSource.getConnection()) {
      connection.setAutoCommit(false);
      write(connection, merges, false);
      note.write(connection);
      connection.commit();
    } catch (SQLException e) {
      throw new DependencyUnavailableException("the merges: " + e.getMessage(), e);
    }
  }

  /** Keeps merges that the sync stage will read of as well. */
  static void announce(Connection connection, List<Merge> merges) throws SQLException {
    if (!merges.isEmpty()) {
      write(connection, merges, true);
    }
  }

  /** All merges that the profiles are related by, directly or by way of others, in one query. */
  static List<Merge> related(Connection connection, Collection<ProfileKey> profiles)
      throws SQLException {
    var merges = new ArrayList<Merge>();
    try (PreparedStatement statement = connection.prepareStatement(READ)) {
      ProfileKey.bind(statement, profiles);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          merges.add(
              new Merge(
                  rows.getString(1),
                  rows.getString(2),
                  rows.getString(3),
                  rows.getObject(4, OffsetDateTime.class).toInstant()));
        }
      }
    }
    return merges;
  }

  private static void write(Connection connection, List<Merge> merges, boolean announced)
      throws SQLException {
    // In one statement and one order for all writers, so that two of them never wait for each
    // other, whatever a trigger locks after it; and each key once, since a statement cannot write
    // a row twice.
    var byKey = new TreeMap<Merge, Merge>(BY_KEY);
    for (Merge merge : merges) {
      byKey.merge(merge, merge, (a, b) -> Merge.BY_AGE.compare(a, b) >= 0 ? a : b);
    }
    Collection<Merge> each = byKey.values();
    try (PreparedStatement statement = connection.prepareStatement(WRITE)) {
      statement.setBoolean(1, announced);
      statement.setArray(2, array(connection, "text", each, Merge::spaceId));
      statement.setArray(3, array(connection, "text", each, Merge::mergedId));
      statement.setArray(4, array(connection, "text", each, Merge::survivorId));
      statement.setArray(
          5, array(connection, "bigint", each, merge -> merge.mergedAt().getEpochSecond()));
      statement.setArray(
          6, array(connection, "integer", each, merge -> merge.mergedAt().get(MICRO_OF_SECOND)));
      statement.executeUpdate();
    }
  }

  private static Array array(
      Connection connection, String type, Collection<Merge> merges, Function<Merge, Object> part)
      throws SQLException {
    return connection.createArrayOf(type, merges.stream().map(part).toArray());
  }
}
