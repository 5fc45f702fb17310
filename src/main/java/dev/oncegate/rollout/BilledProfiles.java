package dev.oncegate.rollout;

import dev.oncegate.core.update.Space;

/** Whose updates a bill counts: of each flow, those who leave it. */
public interface BilledProfiles {

  /** Everybody, as if the kill switch were thrown, or taken back. */
  BilledProfiles ALL =
      new BilledProfiles() {
        @Override
        public boolean leaveDedupe(Space space, String profileId) {
          return true;
        }

        @Override
        public boolean leaveLegacy(Space space, String profileId) {
          return true;
        }
      };

  /** Whether a profile would take the legacy flow, and not the dedupe flow any more. */
  boolean leaveDedupe(Space space, String profileId);

  /** Whether a profile would take the dedupe flow, and not the legacy flow any more. */
  boolean leaveLegacy(Space space, String profileId);

  /** Those whom a gate is for, whichever flow they take. */
  static BilledProfiles of(GateScope scope, RolloutState state) {
    RolloutState with = state.with(new FlowGate(scope, ProfileShare.ALL));
    return new BilledProfiles() {
      @Override
      public boolean leaveDedupe(Space space, String profileId) {
        return with.gateOf(space).scope().equals(scope);
      }

      @Override
      public boolean leaveLegacy(Space space, String profileId) {
        return leaveDedupe(space, profileId);
      }
    };
  }

  /** Those whom a gate would move. */
  static BilledProfiles movedBy(FlowGate gate, RolloutState state) {
    RolloutState with = state.with(gate);
    return new BilledProfiles() {
      @Override
      public boolean leaveDedupe(Space space, String profileId) {
        return takesDedupe(state, space, profileId) && !takesDedupe(with, space, profileId);
      }

      @Override
      public boolean leaveLegacy(Space space, String profileId) {
        return !takesDedupe(state, space, profileId) && takesDedupe(with, space, profileId);
      }
    };
  }

  private static boolean takesDedupe(RolloutState state, Space space, String profileId) {
    return state.gateOf(space).share().includes(Rollout.GATE_SALT, space.id(), profileId);
  }
}
