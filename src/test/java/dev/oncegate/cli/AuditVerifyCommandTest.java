package dev.oncegate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oncegate.testkit.MigratedDatabase;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@NullUnmarked
class AuditVerifyCommandTest {
  private static MigratedDatabase database;

  @BeforeAll
  static void start() {
    database = MigratedDatabase.start();
  }

  @AfterAll
  static void stop() {
    database.close();
  }

  @BeforeEach
  void twentyEntries() {
    asSuperuser(
        "truncate space, audit cascade; update audit_head set id = 0, hash = repeat('0', 64)");
    database.execute("insert into space select 's' || i, '' from generate_series(1, 20) i");
  }

  @Test
  void aChainThatIsWholeEndsWithTheNewestHash() {
    CommandRun run = verify();
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out())
        .startsWith("20 entries, each as it was written\nnewest: 20:")
        .hasSize("20 entries, each as it was written\nnewest: 20:\n".length() + 64);
    String newest = run.out().strip().replaceFirst("(?s).*newest: ", "");
    assertThat(verify("--known=" + newest).exitCode()).isZero();
    assertThat(verify("--known=20:" + "0".repeat(64)).exitCode()).isEqualTo(1);
  }

  @Test
  void everyEntryThatIsWrongIsNamed() {
    asSuperuser("update audit set actor = 'x' where id = 3; delete from audit where id = 7");
    CommandRun run = verify();
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out())
        .startsWith(
            """
            altered: entry 3 is not as it was written
            missing: entry 7 is missing
            19 entries, 2 findings
            """);
  }

  @Test
  void aCallThatIsWrongEndsWithASentence() {
    assertThat(verify("--known=20").exitCode()).isEqualTo(2);
    CommandRun elsewhere =
        CommandRun.of("audit", "verify", "--jdbc-url=jdbc:postgresql://127.0.0.1:1/none");
    assertThat(elsewhere.exitCode()).isEqualTo(2);
    assertThat(elsewhere.err()).contains("127.0.0.1").doesNotContain("\tat ");
  }

  private static CommandRun verify(String... options) {
    String[] call = new String[options.length + 3];
    call[0] = "audit";
    call[1] = "verify";
    call[2] = "--jdbc-url=" + database.server().jdbcUrl() + "?user=postgres&password=postgres";
    System.arraycopy(options, 0, call, 3, options.length);
    return CommandRun.of(call);
  }

  private static void asSuperuser(String sql) {
    database.execute("begin; set local session_replication_role = replica; " + sql + "; commit");
  }
}
