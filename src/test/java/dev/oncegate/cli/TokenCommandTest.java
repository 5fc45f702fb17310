package dev.oncegate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oncegate.testkit.EmbeddedDatabase;
import dev.oncegate.testkit.MigratedDatabase;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TokenCommandTest {
  private static MigratedDatabase database;

  @BeforeAll
  static void startDatabase() {
    database = MigratedDatabase.start();
  }

  @AfterAll
  static void stopDatabase() {
    database.close();
  }

  @BeforeEach
  void noTokens() {
    database.execute("truncate access_token");
  }

  @Test
  void aTokenIsPrintedOnceAloneAndListedWithoutItsSecret() {
    CommandRun made =
        token(
            "create", "--name", "ci", "--role", "editor", "--space", "spa_1", "--expires", "P90D");
    assertThat(made.exitCode()).as(made.err()).isZero();
    assertThat(made.out().strip()).matches("og_[0-9A-Za-z]{43}");
    assertThat(made.err()).contains("ci (editor:spa_1) is valid until 20");
    CommandRun list = token("list");
    assertThat(list.out())
        .contains("ci  editor:spa_1  made", "used never")
        .doesNotContain(made.out().strip());
  }

  @Test
  void aNameThatIsTakenAndOneThatIsNotThereAreAnswersOfNo() {
    assertThat(token("create", "--name", "ci", "--role", "admin").exitCode()).isZero();
    CommandRun again = token("create", "--name", "ci", "--role", "admin");
    assertThat(again.exitCode()).isEqualTo(1);
    assertThat(again.out()).isEmpty();
    assertThat(token("revoke", "ci").out()).isEqualToIgnoringNewLines("ci is revoked");
    assertThat(token("revoke", "ci").exitCode()).isEqualTo(1);
  }

  @Test
  void whatIsNoTokenIsRefusedWithASentence() {
    assertThat(token("create", "--name", "ci", "--role", "edtor").err())
        .contains("found edtor; did you mean editor?")
        .doesNotContain("Exception");
    CommandRun expires = token("create", "--name", "ci", "--role", "editor", "--expires", "soon");
    assertThat(expires.exitCode()).isEqualTo(2);
    assertThat(expires.err()).contains("P90D");
    assertThat(token("create", "--name", "ci", "--role", "editor", "--space", "").exitCode())
        .isEqualTo(2);
  }

  @Test
  void aDatabaseOfAnOlderProgramIsNamed() {
    database.execute("alter table access_token rename to away");
    try {
      CommandRun run = token("list");
      assertThat(run.exitCode()).isEqualTo(2);
      assertThat(run.err()).contains("has the tables of an older Oncegate");
    } finally {
      database.execute("alter table away rename to access_token");
    }
  }

  private static CommandRun token(String... words) {
    var call = new ArrayList<>(List.of("token", "--jdbc-url", url()));
    call.addAll(Arrays.asList(words));
    return CommandRun.of(call.toArray(String[]::new));
  }

  private static String url() {
    return "%s?user=%s&password=%s"
        .formatted(database.server().jdbcUrl(), EmbeddedDatabase.USER, EmbeddedDatabase.PASSWORD);
  }
}
