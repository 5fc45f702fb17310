package dev.oncegate.security;

import dev.oncegate.audit.AuditLog;
import dev.oncegate.audit.AuditedChange;
import dev.oncegate.audit.ChangeOrigin;
import dev.oncegate.core.DependencyUnavailableException;
import dev.oncegate.postgres.DatabaseTransaction;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The table {@code access_token}. JDBC, since the commands that make the first token run without
 * the service and its entities.
 */
public final class AccessTokenTable {
  private static final String INSERT =
      """
      insert into access_token (name, hash, grants, created_at, created_by, expires_at)
      values (?, ?, ?, ?, ?, ?) on conflict (name) do nothing
      """;
  private static final String ALL =
      """
      select name, hash, grants, created_at, created_by, expires_at, last_used_at
      from access_token order by name collate "C"
      """;
  // Others note uses of the same tokens, and not in the order of time.
  private static final String USED =
      """
      update access_token t set last_used_at = greatest(t.last_used_at, used.at)
      from unnest(?::text[], ?::timestamptz[]) as used(hash, at) where t.hash = used.hash
      """;

  private final DataSource dataSource;
  private final InstantSource clock;

  public AccessTokenTable(DataSource dataSource, InstantSource clock) {
    this.dataSource = dataSource;
    this.clock = clock;
  }

  /**
   * Makes a token.
   *
   * @param origin who makes it, and how
   * @return null if there is one of that name
   */
  public @Nullable CreatedToken create(NewToken wanted, ChangeOrigin origin) {
    String secret = TokenSecret.random();
    // As the database keeps it.
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    var token =
        new AccessToken(
            wanted.name(),
            TokenSecret.hash(secret),
            wanted.grants(),
            now,
            origin.actor(),
            wanted.validFor() == null ? null : now.plus(wanted.validFor()),
            null);
    boolean isMade =
        changing(
            connection -> {
              if (!insert(connection, token)) {
                return false;
              }
              AuditLog.append(connection, change("save", token, null, fields(token)), origin);
              return true;
            });
    return isMade ? new CreatedToken(token, secret) : null;
  }

  private static boolean insert(Connection connection, AccessToken token) throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
      insert.setString(1, token.name());
      insert.setString(2, token.hash());
      insert.setArray(3, texts(connection, token.grants().stream().map(Grant::word).toList()));
      insert.setObject(4, dateTime(token.createdAt()));
      insert.setString(5, token.createdBy());
      insert.setObject(6, dateTime(token.expiresAt()));
      return insert.executeUpdate() > 0;
    }
  }

  /** All of them, by name. */
  public List<AccessToken> all() {
    try (Connection connection = dataSource.getConnection()) {
      return all(connection);
    } catch (SQLException e) {
      throw unavailable(e);
    }
  }

  static List<AccessToken> all(Connection connection) throws SQLException {
    var tokens = new ArrayList<AccessToken>();
    try (PreparedStatement select = connection.prepareStatement(ALL);
        ResultSet row = select.executeQuery()) {
      while (row.next()) {
        String[] grants = (String[]) row.getArray(3).getArray();
        tokens.add(
            new AccessToken(
                row.getString(1),
                row.getString(2),
                Arrays.stream(grants).map(Grant::parse).toList(),
                row.getObject(4, OffsetDateTime.class).toInstant(),
                row.getString(5),
                instant(row, 6),
                instant(row, 7)));
      }
    }
    return tokens;
  }

  /**
   * Whether there was one of that name; now there is none.
   *
   * @param origin who revokes it, and how
   */
  public boolean revoke(String name, ChangeOrigin origin) {
    return changing(
        connection -> {
          for (AccessToken token : all(connection)) {
            if (token.name().equals(name) && delete(connection, name)) {
              AuditLog.append(connection, change("delete", token, fields(token), null), origin);
              return true;
            }
          }
          return false;
        });
  }

  private static boolean delete(Connection connection, String name) throws SQLException {
    try (PreparedStatement delete =
        connection.prepareStatement("delete from access_token where name = ?")) {
      delete.setString(1, name);
      return delete.executeUpdate() > 0;
    }
  }

  private static AuditedChange change(
      String action,
      AccessToken token,
      @Nullable Map<String, ?> before,
      @Nullable Map<String, ?> after) {
    Set<@Nullable String> spaces = new HashSet<>();
    token.grants().forEach(grant -> spaces.add(grant.spaceId()));
    String space = spaces.size() == 1 ? spaces.iterator().next() : null;
    return new AuditedChange(action, "access-token", token.name(), space, before, after);
  }

  private static Map<String, ?> fields(AccessToken token) {
    var fields = new LinkedHashMap<String, @Nullable Object>();
    fields.put("name", token.name());
    fields.put("grants", token.grants().stream().map(Grant::word).toList());
    fields.put("expiresAt", token.expiresAt() == null ? null : token.expiresAt().toString());
    return fields;
  }

  /** Whether it changed anything. */
  private boolean changing(DatabaseTransaction.SqlWork<Boolean> change) {
    try {
      return DatabaseTransaction.in(
          dataSource,
          connection -> {
            AuditLog.begin(connection);
            return change.on(connection);
          });
    } catch (SQLException e) {
      throw unavailable(e);
    }
  }

  /** Notes when tokens were used last, by their hash. */
  void noteUses(Map<String, Instant> uses) {
    var hashes = new ArrayList<String>();
    var times = new ArrayList<String>();
    uses.forEach(
        (hash, at) -> {
          hashes.add(hash);
          times.add(at.toString());
        });
    boolean _ =
        changing(
            connection -> {
              try (PreparedStatement update = connection.prepareStatement(USED)) {
                update.setArray(1, texts(connection, hashes));
                update.setArray(2, texts(connection, times));
                return update.executeUpdate() > 0;
              }
            });
  }

  private static Array texts(Connection connection, List<String> texts) throws SQLException {
    return connection.createArrayOf("text", texts.toArray());
  }

  private static @Nullable OffsetDateTime dateTime(@Nullable Instant instant) {
    return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
  }

  private static @Nullable Instant instant(ResultSet row, int column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }

  private static DependencyUnavailableException unavailable(SQLException e) {
    return new DependencyUnavailableException("the access tokens: " + e.getMessage(), e);
  }
}
