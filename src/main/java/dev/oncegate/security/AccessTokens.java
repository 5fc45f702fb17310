package dev.oncegate.security;

import dev.oncegate.postgres.ChangeFollower;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BinaryOperator;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The tokens in force, in memory, so that a check asks no database. They follow the table: one that
 * is revoked is dead on every instance within two seconds. When each was used last is kept here,
 * and written from time to time.
 */
public final class AccessTokens implements AutoCloseable {
  private static final Duration FOLLOWS_WITHIN = Duration.ofSeconds(1);

  private final AccessTokenTable table;
  private final InstantSource clock;
  // By hash, as the tokens are: a name may be used again.
  private final Map<String, Instant> uses = new ConcurrentHashMap<>();
  private final ChangeFollower follower;
  private volatile Map<String, TokenInForce> byHash;

  private record TokenInForce(Caller caller, @Nullable Instant expiresAt) {
    boolean isExpired(Instant now) {
      return expiresAt != null && !now.isBefore(expiresAt);
    }
  }

  private AccessTokens(
      DataSource dataSource,
      AccessTokenTable table,
      InstantSource clock,
      Map<String, TokenInForce> first) {
    this.table = table;
    this.clock = clock;
    this.byHash = first;
    this.follower =
        ChangeFollower.start(
            dataSource,
            "oncegate_access_token",
            "the access tokens",
            connection -> {
              byHash = inForce(AccessTokenTable.all(connection));
              return FOLLOWS_WITHIN;
            });
  }

  /**
   * Tokens that were read once and follow the table from there on.
   *
   * @throws SQLException if the database cannot be read
   */
  public static AccessTokens start(
      DataSource dataSource, AccessTokenTable table, InstantSource clock) throws SQLException {
    Map<String, TokenInForce> first;
    try (Connection connection = dataSource.getConnection()) {
      first = inForce(AccessTokenTable.all(connection));
    }
    return new AccessTokens(dataSource, table, clock, first);
  }

  private static Map<String, TokenInForce> inForce(List<AccessToken> tokens) {
    var byHash = new HashMap<String, TokenInForce>();
    for (AccessToken token : tokens) {
      byHash.put(
          token.hash(),
          new TokenInForce(new Caller(token.name(), token.grants()), token.expiresAt()));
    }
    return Map.copyOf(byHash);
  }

  /** Whose secret it is, if it is anybody's. */
  TokenCheck check(String secret) {
    if (!TokenSecret.hasForm(secret)) {
      return new TokenCheck.UnknownToken();
    }
    String hash = TokenSecret.hash(secret);
    TokenInForce token = byHash.get(hash);
    if (token == null) {
      return new TokenCheck.UnknownToken();
    }
    Instant now = clock.instant();
    if (token.isExpired(now)) {
      return new TokenCheck.ExpiredToken(token.caller().name());
    }
    uses.put(hash, now);
    return new TokenCheck.ValidToken(token.caller());
  }

  /** Whether anybody can come in with one. */
  public boolean hasValid() {
    Instant now = clock.instant();
    return byHash.values().stream().anyMatch(token -> !token.isExpired(now));
  }

  /** Takes at once what this instance has changed. */
  public void refresh() {
    byHash = inForce(table.all());
  }

  /** Writes which tokens were used since the last time, and when. */
  public void writeUses() {
    var taken = new HashMap<String, Instant>();
    for (String hash : List.copyOf(uses.keySet())) {
      Instant at = uses.remove(hash);
      if (at != null) {
        taken.put(hash, at);
      }
    }
    if (taken.isEmpty()) {
      return;
    }
    boolean written = false;
    try {
      table.noteUses(taken);
      written = true;
    } finally {
      if (!written) {
        taken.forEach((hash, at) -> uses.merge(hash, at, BinaryOperator.maxBy(Instant::compareTo)));
      }
    }
  }

  /** Stops following; the tokens as they are stay in force. */
  @Override
  public void close() {
    follower.close();
  }
}
