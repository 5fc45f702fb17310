package dev.oncegate.rollout;

import static dev.oncegate.core.Samples.connected;
import static dev.oncegate.core.Samples.destination;
import static dev.oncegate.core.Samples.update;
import static org.assertj.core.api.Assertions.assertThat;

import dev.oncegate.core.LegacyFlow;
import dev.oncegate.core.Outcome;
import dev.oncegate.core.SyncGate;
import dev.oncegate.core.TreeOfTheDesign;
import dev.oncegate.core.decide.Reason;
import dev.oncegate.core.decide.RuleRef;
import dev.oncegate.core.decide.Rulebook;
import dev.oncegate.core.decide.Situation;
import dev.oncegate.core.decide.Verdict;
import dev.oncegate.core.event.Flow;
import dev.oncegate.core.update.Connected;
import dev.oncegate.pipeline.FlowComparator;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ShadowComparatorTest {
  private static final Connected CONNECTED =
      connected(destination("dst_1").made(), destination("dst_2").dedupesOn("email").made());

  private final Map<RolloutFlag, String> flags = new HashMap<>(Map.of(RolloutFlag.COMPARE, "100"));
  private final Rollout rollout = Rollout.start(() -> new RolloutState(flags, List.of()));
  private final ComparatorResults results = new ComparatorResults(new SimpleMeterRegistry());
  private final AtomicLong now = new AtomicLong();
  private Rulebook rulebook = new TreeOfTheDesign();
  private final ShadowComparator comparator =
      new ShadowComparator(
          rollout,
          () -> rulebook,
          results,
          Duration.ofNanos(100),
          InstantSource.fixed(Instant.EPOCH),
          now::get);

  @AfterEach
  void close() {
    rollout.close();
  }

  @Test
  void updatesOfEitherFlowAreComparedWithTheOther() {
    FlowComparator.PublishedUpdates batch = comparator.begin();
    batch.add(CONNECTED, dedupe("m-1"));
    batch.add(CONNECTED, legacy("m-2"));
    assertThat(results.totals()).isEqualTo(new ComparatorResults.Totals(2, 0, 0, 0, 2));
  }

  @Test
  void aDifferenceIsKeptWithTheUpdateAndBothSides() {
    rulebook = new DropsAll();
    comparator.begin().add(CONNECTED, legacy("m-2"));
    assertThat(results.totals()).isEqualTo(new ComparatorResults.Totals(0, 1, 0, 0, 0));
    assertThat(results.samples())
        .singleElement()
        .satisfies(
            sample -> {
              assertThat(sample.published()).isEqualTo(Flow.LEGACY);
              assertThat(sample.messageId()).isEqualTo("m-2");
              assertThat(sample.differences())
                  .singleElement()
                  .satisfies(
                      difference -> {
                        assertThat(difference.destinationId()).isEqualTo("dst_1");
                        assertThat(difference.one()).as("of the dedupe flow").isNull();
                        assertThat(difference.other()).as("of the legacy flow").isNotNull();
                      });
            });
  }

  @Test
  void samplesStayBoundedAndTheLatestAreKept() {
    rulebook = new DropsAll();
    for (int i = 0; i < 3 * ComparatorResults.MOST_SAMPLES; i++) {
      comparator.begin().add(CONNECTED, legacy("m-" + i));
    }
    assertThat(results.totals().different()).isEqualTo(3L * ComparatorResults.MOST_SAMPLES);
    assertThat(results.samples()).hasSize(ComparatorResults.MOST_SAMPLES);
    assertThat(results.samples().getFirst().messageId()).isEqualTo("m-299");
  }

  @Test
  void onceTheBudgetIsSpentTheRestOfTheBatchIsShedAndTheNextBatchBeginsAnew() {
    FlowComparator.PublishedUpdates batch = comparator.begin();
    batch.add(CONNECTED, dedupe("m-1"));
    now.addAndGet(100);
    batch.add(CONNECTED, dedupe("m-2"));
    batch.add(CONNECTED, dedupe("m-3"));
    assertThat(results.totals()).isEqualTo(new ComparatorResults.Totals(1, 0, 2, 0, 1));
    comparator.begin().add(CONNECTED, dedupe("m-4"));
    assertThat(results.totals().same()).isEqualTo(2);
  }

  @Test
  void itsOwnFaultIsCountedAndTheNextUpdateIsCompared() {
    FlowComparator.PublishedUpdates batch = comparator.begin();
    rulebook =
        new DropsAll() {
          @Override
          public Verdict decide(Situation situation) {
            throw new IllegalStateException("no verdict");
          }
        };
    batch.add(CONNECTED, legacy("m-1"));
    batch.add(CONNECTED, dedupe("m-2"));
    assertThat(results.totals()).isEqualTo(new ComparatorResults.Totals(1, 0, 0, 1, 1));
  }

  @Test
  void withTheKillSwitchThrownNothingIsCompared() {
    flags.put(RolloutFlag.DEDUPE, "off");
    comparator.begin().add(CONNECTED, legacy("m-1"));
    assertThat(results.totals()).isEqualTo(new ComparatorResults.Totals(0, 0, 0, 0, 0));
  }

  @Test
  void nothingIsComparedAtNoPercentage() {
    flags.put(RolloutFlag.COMPARE, "0");
    comparator.begin().add(CONNECTED, legacy("m-1"));
    assertThat(results.totals()).isEqualTo(new ComparatorResults.Totals(0, 0, 0, 0, 0));
  }

  private static Outcome dedupe(String messageId) {
    return SyncGate.process(
        update().messageId(messageId).made(), CONNECTED, key -> null, new TreeOfTheDesign());
  }

  private static Outcome legacy(String messageId) {
    return LegacyFlow.process(update().messageId(messageId).made(), CONNECTED);
  }

  /** A rulebook that is wrong to whoever does not dedupe. */
  private static class DropsAll implements Rulebook {
    @Override
    public String hash() {
      return "0123";
    }

    @Override
    public Verdict decide(Situation situation) {
      var row = new RuleRef("drops!1", "drops all");
      return new Verdict.Drop(new Reason("dropped"), row);
    }
  }
}
