package dev.oncegate.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oncegate.core.event.Flow;
import dev.oncegate.core.update.Space;
import dev.oncegate.pipeline.BatchFlows;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RolloutTest {
  private static final Space FREE = new Space("spa_1", "free");

  private RolloutState state = new RolloutState(Map.of(), List.of());
  private final Rollout rollout = Rollout.start(() -> state);

  @AfterEach
  void close() {
    rollout.close();
  }

  @Test
  void whereNothingIsSetEverybodyTakesTheDedupeFlowAndNothingIsCompared() {
    assertThat(rollout.forBatch().isDedupeOff()).isFalse();
    assertThat(rollout.forBatch().flowOf(FREE, "use_1")).isEqualTo(Flow.DEDUPE);
    assertThat(rollout.compared().areNone()).isTrue();
  }

  @Test
  void theKillSwitchIsThrownFromTheNextBatchOn() {
    BatchFlows before = rollout.forBatch();
    state = new RolloutState(Map.of(RolloutFlag.DEDUPE, "off"), List.of());
    assertThat(before.isDedupeOff()).as("in the middle of a batch").isFalse();
    assertThat(rollout.forBatch().isDedupeOff()).isTrue();
  }

  @Test
  void aSpacesGateGoesBeforeItsTiersAndThatBeforeTheDefault() {
    FlowGate byDefault = gate(GateScope.DEFAULT, "legacy");
    FlowGate ofTier = gate(GateScope.ofTier("free"), "dedupe");
    FlowGate ofSpace = gate(GateScope.ofSpace("spa_1"), "legacy");
    set(byDefault);
    assertThat(flowOf(FREE)).isEqualTo(Flow.LEGACY);
    set(byDefault, ofTier);
    assertThat(flowOf(FREE)).isEqualTo(Flow.DEDUPE);
    assertThat(flowOf(new Space("spa_2", "business"))).isEqualTo(Flow.LEGACY);
    assertThat(flowOf(new Space("spa_2", ""))).isEqualTo(Flow.LEGACY);
    set(byDefault, ofTier, ofSpace);
    assertThat(flowOf(FREE)).isEqualTo(Flow.LEGACY);
    assertThat(flowOf(new Space("spa_2", "free"))).isEqualTo(Flow.DEDUPE);
  }

  @Test
  void raisingAPercentageOnlyAddsProfilesAndLoweringItOnlyRemovesThem() {
    Set<String> last = new TreeSet<>();
    for (String value : List.of("legacy", "10", "50", "dedupe")) {
      set(gate(GateScope.ofTier("free"), value));
      Set<String> now = dedupe();
      assertThat(now).containsAll(last);
      last = now;
    }
    assertThat(last).hasSize(500);
    for (String value : List.of("50", "10", "legacy")) {
      set(gate(GateScope.ofTier("free"), value));
      Set<String> now = dedupe();
      assertThat(last).containsAll(now);
      last = now;
    }
    assertThat(last).isEmpty();
  }

  @Test
  void aSpaceIsEvaluatedOnceForABatch() {
    BatchFlows batch = rollout.forBatch();
    assertThat(batch.flowOf(FREE, "use_1")).isEqualTo(Flow.DEDUPE);
    set(gate(GateScope.DEFAULT, "legacy"));
    assertThat(batch.flowOf(FREE, "use_2")).isEqualTo(Flow.DEDUPE);
  }

  @Test
  void profilesAreComparedByTheFlag() {
    state = new RolloutState(Map.of(RolloutFlag.COMPARE, "100"), List.of());
    assertThat(rollout.compared().include("spa_1", "use_1")).isTrue();
  }

  @Test
  void twoRolloutsOfOneProcessKnowNothingOfEachOther() {
    try (var other =
        Rollout.start(() -> new RolloutState(Map.of(RolloutFlag.DEDUPE, "off"), List.of()))) {
      assertThat(other.forBatch().isDedupeOff()).isTrue();
      assertThat(rollout.forBatch().isDedupeOff()).isFalse();
    }
  }

  private Set<String> dedupe() {
    BatchFlows batch = rollout.forBatch();
    var profiles = new TreeSet<String>();
    for (int i = 0; i < 500; i++) {
      if (batch.flowOf(FREE, "use_" + i) == Flow.DEDUPE) {
        profiles.add("use_" + i);
      }
    }
    return profiles;
  }

  private Flow flowOf(Space space) {
    return rollout.forBatch().flowOf(space, "use_1");
  }

  private void set(FlowGate... gates) {
    state = new RolloutState(Map.of(), List.of(gates));
  }

  private static FlowGate gate(GateScope scope, String value) {
    return new FlowGate(scope, FlowGate.parse(value));
  }
}
