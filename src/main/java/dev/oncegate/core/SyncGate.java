package dev.oncegate.core;

import dev.oncegate.core.decide.Decider;
import dev.oncegate.core.decide.Decision;
import dev.oncegate.core.decide.Rulebook;
import dev.oncegate.core.decide.SendHistory;
import dev.oncegate.core.group.IdGroup;
import dev.oncegate.core.group.IdGroups;
import dev.oncegate.core.update.Connected;
import dev.oncegate.core.update.Destination;
import dev.oncegate.core.update.ProfileUpdate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * The whole way of one update: decide for each destination; what goes out is grouped by the ids it
 * goes to. The service, the replay and the tests all come through here.
 */
public final class SyncGate {
  private SyncGate() {}

  /** Decides and groups; the caller publishes the outcome and has the history remember it. */
  public static Outcome process(
      ProfileUpdate update, Connected connected, SendHistory history, Rulebook rulebook) {
    var decider = new Decider(update, connected.space(), history, rulebook);
    List<Decision> decisions = decide(connected, decider::decide);
    List<IdGroup> groups = IdGroups.of(decisions);
    return Outcome.ofDedupeFlow(update, decisions, groups, rulebook.hash());
  }

  /**
   * Decides an update that is read again, although what followed from it is published. Destinations
   * that dedupe get nothing from it, and the history stays as it is.
   */
  public static Outcome processAgain(ProfileUpdate update, Connected connected, Rulebook rulebook) {
    var decider = new Decider(update, connected.space(), key -> null, rulebook);
    List<Decision> decisions = decide(connected, decider::decideAgain);
    List<IdGroup> groups = IdGroups.of(decisions);
    return Outcome.ofDedupeFlow(update, decisions, groups, rulebook.hash());
  }

  private static List<Decision> decide(
      Connected connected, Function<Destination, Decision> decide) {
    var decisions = new ArrayList<Decision>(connected.destinations().size());
    for (Destination destination : connected.destinations()) {
      decisions.add(decide.apply(destination));
    }
    return decisions;
  }
}
