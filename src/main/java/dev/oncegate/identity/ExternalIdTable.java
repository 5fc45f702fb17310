package dev.oncegate.identity;

import dev.oncegate.audit.AuditNote;
import dev.oncegate.core.DependencyUnavailableException;
import dev.oncegate.core.update.ExternalId;
import dev.oncegate.core.update.Rfc3339;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The table {@code external_id}: which external ids each profile was given. A type is kept in lower
 * case, and beside it as it came.
 */
public final class ExternalIdTable {
  private static final String INSERT =
      """
      insert into external_id (space_id, profile_id, type, id, created_at, spelt)
      select * from unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[])
      """;
  private static final String REPLACE =
      INSERT
          + """
          on conflict (space_id, profile_id, type, id)
          do update set created_at = excluded.created_at, spelt = excluded.spelt
          """;
  private static final String ADD = INSERT + "on conflict do nothing";
  private static final int ROWS_AT_ONCE = 10_000;

  private final DataSource dataSource;

  public ExternalIdTable(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  /** The profile's own ids, sorted by type and id; not those of profiles merged into it. */
  public List<ExternalId> of(String spaceId, String profileId) {
    try (Connection connection = dataSource.getConnection()) {
      var profile = new ProfileKey(spaceId, profileId);
      return ExternalId.distinct(
          read(connection, List.of(profile)).getOrDefault(profile, List.of()));
    } catch (SQLException e) {
      throw unavailable(e);
    }
  }

  /**
   * Keeps the ids, all or none. One that is there already gets the new {@code createdAt}, and its
   * type the new spelling; of one that comes twice, the last counts.
   */
  public void put(List<OwnedId> ids, AuditNote note) {
    try (Connection connection = dataSource.getConnection()) {
      connection.setAutoCommit(false);
      write(connection, REPLACE, ids);
      note.write(connection);
      connection.commit();
    } catch (SQLException e) {
      throw unavailable(e);
    }
  }

  /** Whether the profile had the id, which it now has not; if so, the note is written. */
  public boolean remove(String spaceId, String profileId, String type, String id, AuditNote note) {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement statement =
            connection.prepareStatement(
                "delete from external_id"
                    + " where space_id = ? and profile_id = ? and type in (?, ?) and id = ?")) {
      connection.setAutoCommit(false);
      statement.setString(1, spaceId);
      statement.setString(2, profileId);
      statement.setString(3, ExternalId.kindOf(type));
      // One from before types were kept in lower case, where PostgreSQL could not lower it.
      statement.setString(4, type);
      statement.setString(5, id);
      boolean removed = statement.executeUpdate() > 0;
      if (removed) {
        note.write(connection);
      }
      connection.commit();
      return removed;
    } catch (SQLException e) {
      throw unavailable(e);
    }
  }

  private static DependencyUnavailableException unavailable(SQLException e) {
    return new DependencyUnavailableException("the external ids: " + e.getMessage(), e);
  }

  /** Keeps ids that are not there yet; one that is there stays as it is. */
  static void add(Connection connection, List<OwnedId> ids) throws SQLException {
    if (!ids.isEmpty()) {
      write(connection, ADD, ids);
    }
  }

  /**
   * The ids of many profiles, in one query; nothing for one that has none. A profile can have
   * hundreds of thousands: so a row says its profile by place, a type is one object for all, and in
   * a transaction only some thousand rows are in memory at once.
   *
   * @param profiles each once
   */
  // "offset 0": see Merges.READ.
  static Map<ProfileKey, List<ExternalId>> read(Connection connection, List<ProfileKey> profiles)
      throws SQLException {
    var ids = new HashMap<ProfileKey, List<ExternalId>>();
    var types = new HashMap<String, String>();
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            select asked.place, found.*
            from unnest(?::text[], ?::text[]) with ordinality as asked (space_id, profile_id, place)
            cross join lateral (
              select coalesce(spelt, type), id, created_at from external_id
              where space_id = asked.space_id and profile_id = asked.profile_id
              offset 0
            ) as found
            """)) {
      statement.setFetchSize(ROWS_AT_ONCE);
      ProfileKey.bind(statement, profiles);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          String type = types.computeIfAbsent(rows.getString(2), it -> it);
          ids.computeIfAbsent(profiles.get(rows.getInt(1) - 1), _ -> new ArrayList<>())
              .add(new ExternalId(type, rows.getString(3), moment(rows.getString(4))));
        }
      }
    }
    return ids;
  }

  private static void write(Connection connection, String sql, List<OwnedId> ids)
      throws SQLException {
    // In one order for all writers, so that two of them never wait for each other; and each key
    // once, since a statement cannot write a row twice.
    var byKey = new TreeMap<OwnedId, OwnedId>(OwnedId.BY_KEY);
    for (OwnedId id : ids) {
      byKey.put(id, id);
    }
    @Nullable String[][] columns = new String[6][byKey.size()];
    int row = 0;
    for (OwnedId owned : byKey.values()) {
      ExternalId id = owned.externalId();
      columns[0][row] = owned.spaceId();
      columns[1][row] = owned.profileId();
      columns[2][row] = id.kind();
      columns[3][row] = id.id();
      columns[4][row] = id.createdAt() == null ? null : Rfc3339.format(id.createdAt());
      columns[5][row] = id.type().equals(id.kind()) ? null : id.type();
      row++;
    }
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < columns.length; i++) {
        statement.setArray(i + 1, connection.createArrayOf("text", columns[i]));
      }
      statement.executeUpdate();
    }
  }

  private static @Nullable Instant moment(@Nullable String text) {
    return text == null ? null : Rfc3339.parse(text);
  }
}
