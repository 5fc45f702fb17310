package dev.oncegate.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;

/** The crash test in short: every fault once, in a few minutes. */
class CrashMatrixIT {
  private static final int UPDATES = 6_000;
  private static final int KILLS = 7;
  private static final long SEED = 1;

  @Test
  void everythingIsSentOnceWhateverHappensToTheService() throws Exception {
    var plan =
        new CrashRun.Plan(
            SEED,
            UPDATES,
            KILLS,
            EnumSet.allOf(Fault.class),
            3,
            500,
            Path.of("target/quarkus-app"),
            Path.of("decision-tables"),
            Path.of("target/crash-test/it"));
    Findings findings = runOf(plan);
    findings.print(System.out);
    assertThat(findings.inWords()).isEmpty();
  }

  private static Findings runOf(CrashRun.Plan plan) throws Exception {
    try (var run = new CrashRun(plan, line -> System.out.println(line))) {
      return run.run();
    }
  }
}
