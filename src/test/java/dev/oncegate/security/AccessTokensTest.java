package dev.oncegate.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.oncegate.audit.AuditSource;
import dev.oncegate.audit.ChangeOrigin;
import dev.oncegate.core.DependencyUnavailableException;
import dev.oncegate.testkit.Await;
import dev.oncegate.testkit.MigratedDatabase;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tokens of two instances on one database. */
class AccessTokensTest {
  private static final ChangeOrigin ORIGIN = new ChangeOrigin("ann", AuditSource.API, null);

  private static final Duration DEAD_WITHIN = Duration.ofSeconds(2);
  private static final Instant START = Instant.parse("2026-11-28T10:00:00Z");

  private static MigratedDatabase database;

  private volatile Instant now = START;
  private AccessTokenTable table;
  private AccessTokens here;
  private AccessTokens there;

  @BeforeAll
  static void startDatabase() {
    database = MigratedDatabase.start();
  }

  @AfterAll
  static void stopDatabase() {
    database.close();
  }

  @BeforeEach
  void twoInstances() throws SQLException {
    database.execute("truncate access_token");
    table = new AccessTokenTable(database.pool(), () -> now);
    here = AccessTokens.start(database.pool(), table, () -> now);
    there = AccessTokens.start(database.pool(), table, () -> now);
  }

  @AfterEach
  void stopThem() {
    here.close();
    there.close();
  }

  @Test
  void aTokenIsValidOnEveryInstanceAndDeadOnEachWithinTwoSecondsOfItsRevocation() {
    String secret = create("ci", null).secret();
    Await.until("it is valid", DEAD_WITHIN, () -> isValid(here, secret) && isValid(there, secret));
    assertThat(table.revoke("ci", ORIGIN)).isTrue();
    Await.until("it is dead", DEAD_WITHIN, () -> !isValid(here, secret) && !isValid(there, secret));
    assertThat(here.check(secret)).isEqualTo(new TokenCheck.UnknownToken());
    assertThat(table.revoke("ci", ORIGIN)).isFalse();
  }

  @Test
  void aTokenThatIsRevokedBySqlWhereNothingNotifiesIsDeadToo() {
    String secret = create("ci", null).secret();
    Await.until("it is valid", DEAD_WITHIN, () -> isValid(here, secret));
    // No trigger fires, as if the notification was lost.
    database.execute(
        "set session_replication_role = replica; delete from access_token;"
            + " set session_replication_role = origin");
    Await.until("it is dead", DEAD_WITHIN, () -> !isValid(here, secret));
  }

  @Test
  void aCheckNamesTheCallerAndWhatHeMayDo() {
    String secret = create("ci", null).secret();
    here.refresh();
    assertThat(here.check(secret))
        .isEqualTo(
            new TokenCheck.ValidToken(new Caller("ci", List.of(new Grant(Role.EDITOR, "spa_1")))));
    String other = secret.substring(0, secret.length() - 1) + (secret.endsWith("a") ? "b" : "a");
    assertThat(here.check(other)).isEqualTo(new TokenCheck.UnknownToken());
    assertThat(here.check("")).isEqualTo(new TokenCheck.UnknownToken());
  }

  @Test
  void aTokenExpiresAtItsMoment() {
    String secret = create("ci", Duration.ofDays(1)).secret();
    here.refresh();
    now = START.plus(Duration.ofDays(1)).minusMillis(1);
    assertThat(isValid(here, secret)).isTrue();
    assertThat(here.hasValid()).isTrue();
    now = START.plus(Duration.ofDays(1));
    assertThat(here.check(secret)).isEqualTo(new TokenCheck.ExpiredToken("ci"));
    assertThat(here.hasValid()).isFalse();
  }

  @Test
  void aNameIsThatOfOneToken() {
    create("ci", null);
    assertThat(table.create(wanted("ci", null), ORIGIN)).isNull();
    assertThatThrownBy(() -> wanted("local", null)).hasMessageContaining("must not be local");
  }

  @Test
  void theDatabaseHasNoSecretAndNoCheckWritesToIt() {
    String secret = create("ci", null).secret();
    here.refresh();
    here.check(secret);
    assertThat(
            database.number(
                "select count(*) from access_token where to_jsonb(access_token)::text like '%"
                    + secret.substring(3)
                    + "%'"))
        .isZero();
    assertThat(table.all().getFirst().lastUsedAt()).isNull();
  }

  @Test
  void theLastUseIsTheLatestOfAllInstances() {
    String secret = create("ci", null).secret();
    here.refresh();
    there.refresh();
    here.check(secret);
    now = START.plusSeconds(7);
    there.check(secret);
    there.writeUses();
    // Noted later, and earlier in time.
    here.writeUses();
    assertThat(table.all().getFirst().lastUsedAt()).isEqualTo(START.plusSeconds(7));
  }

  @Test
  void usesThatCannotBeWrittenAreWrittenLater() {
    String secret = create("ci", null).secret();
    here.refresh();
    here.check(secret);
    database.execute("alter table access_token rename to away");
    try {
      assertThatThrownBy(here::writeUses).isInstanceOf(DependencyUnavailableException.class);
    } finally {
      database.execute("alter table away rename to access_token");
    }
    here.writeUses();
    assertThat(table.all().getFirst().lastUsedAt()).isEqualTo(START);
  }

  private static boolean isValid(AccessTokens tokens, String secret) {
    return tokens.check(secret) instanceof TokenCheck.ValidToken;
  }

  private CreatedToken create(String name, @Nullable Duration validFor) {
    return Objects.requireNonNull(table.create(wanted(name, validFor), ORIGIN));
  }

  private static NewToken wanted(String name, @Nullable Duration validFor) {
    return new NewToken(name, List.of(new Grant(Role.EDITOR, "spa_1")), validFor);
  }
}
