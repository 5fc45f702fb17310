package dev.oncegate.rollout;

import dev.oncegate.core.update.Space;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One immutable state of all flags and gates. */
public final class RolloutState {
  private final Map<RolloutFlag, String> flags = new EnumMap<>(RolloutFlag.class);
  private final Map<GateScope, FlowGate> gates = new HashMap<>();
  private final FlowGate byDefault;

  /** What is not named has its usual value: the dedupe flow for everybody, and no comparison. */
  RolloutState(Map<RolloutFlag, String> flags, List<FlowGate> gates) {
    for (RolloutFlag flag : RolloutFlag.values()) {
      this.flags.put(flag, flags.getOrDefault(flag, flag.usual()));
    }
    gates.forEach(gate -> this.gates.put(gate.scope(), gate));
    byDefault =
        this.gates.getOrDefault(
            GateScope.DEFAULT, new FlowGate(GateScope.DEFAULT, ProfileShare.ALL));
  }

  /** Whether the kill switch is not thrown. */
  public boolean isDedupeOn() {
    return valueOf(RolloutFlag.DEDUPE).equals("on");
  }

  /** The share of a flag that is a percentage. */
  ProfileShare shareOf(RolloutFlag flag) {
    return ProfileShare.parse(valueOf(flag));
  }

  /** The value of a flag. */
  public String valueOf(RolloutFlag flag) {
    return flags.getOrDefault(flag, flag.usual());
  }

  /** The gate of a space: its own, else its tier's, else the default. */
  FlowGate gateOf(Space space) {
    FlowGate gate = space.id().isEmpty() ? null : gates.get(GateScope.ofSpace(space.id()));
    if (gate == null && !space.tier().isEmpty()) {
      gate = gates.get(GateScope.ofTier(space.tier()));
    }
    return gate == null ? byDefault : gate;
  }

  /** The same, with a gate set. */
  RolloutState with(FlowGate gate) {
    var changed = new HashMap<>(gates);
    changed.put(gate.scope(), gate);
    return new RolloutState(flags, List.copyOf(changed.values()));
  }

  /** The same, with the kill switch thrown. */
  RolloutState withoutDedupe() {
    var changed = new EnumMap<>(flags);
    changed.put(RolloutFlag.DEDUPE, "off");
    return new RolloutState(changed, List.copyOf(gates.values()));
  }
}
