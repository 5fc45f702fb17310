package dev.oncegate.core;

import dev.oncegate.core.decide.Decider;
import dev.oncegate.core.decide.Decision;
import dev.oncegate.core.decide.Rulebook;
import dev.oncegate.core.decide.SendHistory;
import dev.oncegate.core.update.Connected;
import dev.oncegate.core.update.Destination;
import dev.oncegate.core.update.ProfileUpdate;
import java.util.ArrayList;
import java.util.function.Function;

/**
 * The whole way of one update: decide for each destination; what goes out is grouped by the ids it
 * goes to. The service, the replay and the tests all come through here.
 */
public final class SyncGate {
  private SyncGate() {}

  /** Decides; whoever calls publishes the outcome and has the history remember it. */
  public static Outcome process(
      ProfileUpdate update, Connected connected, SendHistory history, Rulebook rulebook) {
    var decider = new Decider(update, connected.space(), history, rulebook);
    return outcome(update, connected, rulebook, decider::decide);
  }

  /**
   * Decides an update that is read again, although what followed from it is published. Whoever
   * dedupes gets nothing from it, and the history stays as it is.
   */
  public static Outcome processAgain(ProfileUpdate update, Connected connected, Rulebook rulebook) {
    var decider = new Decider(update, connected.space(), key -> null, rulebook);
    return outcome(update, connected, rulebook, decider::decideAgain);
  }

  private static Outcome outcome(
      ProfileUpdate update,
      Connected connected,
      Rulebook rulebook,
      Function<Destination, Decision> decide) {
    var decisions = new ArrayList<Decision>(connected.destinations().size());
    for (Destination destination : connected.destinations()) {
      decisions.add(decide.apply(destination));
    }
    return new Outcome(update, decisions, rulebook.hash());
  }
}
