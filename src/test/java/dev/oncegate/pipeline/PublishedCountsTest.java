package dev.oncegate.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oncegate.core.decide.Reason;
import dev.oncegate.core.decide.RuleRef;
import dev.oncegate.core.decide.Verdict;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

/** The counters of docs/operating.md. */
class PublishedCountsTest {
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

  @Test
  void whatBatchesSentIsCountedByActionAndReason() {
    var meters = new StageMeters(registry);
    Verdict dropped = drop("exited", 3);
    for (int batch = 0; batch < 2; batch++) {
      var published = new PublishedCounts();
      published.event();
      published.event();
      published.forwarded();
      published.decision(dropped);
      published.decision(dropped);
      published.decision(drop("exited", 4));
      published.decision(drop("already_sent", 5));
      published.parked("unknown_trigger");
      published.countFor(Stage.SYNC, meters);
    }
    assertThat(registry.counter("oncegate.events").count()).isEqualTo(4);
    assertThat(registry.counter("oncegate.forwarded").count()).isEqualTo(2);
    assertThat(decisions("exited")).isEqualTo(6);
    assertThat(decisions("already_sent")).isEqualTo(2);
    assertThat(
            registry
                .counter("oncegate.parked", "stage", "sync", "reason", "unknown_trigger")
                .count())
        .isEqualTo(2);
  }

  private double decisions(String reason) {
    return registry.counter("oncegate.decisions", "action", "DROP", "reason", reason).count();
  }

  private static Verdict drop(String reason, int row) {
    return new Verdict.Drop(new Reason(reason), new RuleRef("dedupe.drl.xlsx!Dedupe!" + row, ""));
  }
}
