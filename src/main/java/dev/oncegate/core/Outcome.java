package dev.oncegate.core;

import dev.oncegate.core.decide.Decision;
import dev.oncegate.core.decide.SendHistory;
import dev.oncegate.core.event.Flow;
import dev.oncegate.core.event.OutboundEvent;
import dev.oncegate.core.event.OutboundEvents;
import dev.oncegate.core.group.IdGroup;
import dev.oncegate.core.update.ProfileUpdate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * All that follows from one update: what to publish, what to remember and what to park. Nothing of
 * it has happened yet.
 *
 * @param decisions one for each connected destination, in the order of their ids; none in the
 *     legacy flow, which decides nothing
 * @param groups what goes out, by the ids that it goes to
 * @param rulebook the hash of the rulebook that decided; empty in the legacy flow
 */
public record Outcome(
    Flow flow,
    ProfileUpdate update,
    List<Decision> decisions,
    List<IdGroup> groups,
    String rulebook) {

  static Outcome ofDedupeFlow(
      ProfileUpdate update, List<Decision> decisions, List<IdGroup> groups, String rulebook) {
    return new Outcome(Flow.DEDUPE, update, decisions, groups, rulebook);
  }

  static Outcome ofLegacyFlow(ProfileUpdate update, List<IdGroup> groups) {
    return new Outcome(Flow.LEGACY, update, List.of(), groups, "");
  }

  /** How many events go out. */
  public int eventCount() {
    int count = 0;
    for (IdGroup group : groups) {
      count += OutboundEvents.count(group);
    }
    return count;
  }

  /** Makes the events one at a time, in the order in which they are to be published. */
  public void forEachEvent(Consumer<OutboundEvent> publish) {
    boolean _ =
        whileEvents(
            event -> {
              publish.accept(event);
              return true;
            });
  }

  /**
   * Makes the events one at a time, in the order in which they are to be published, as long as they
   * are wanted.
   *
   * @return whether all were
   */
  public boolean whileEvents(Predicate<OutboundEvent> wanted) {
    var events = new OutboundEvents(flow, update, rulebook);
    for (IdGroup group : groups) {
      if (!events.whileEvents(group, wanted)) {
        return false;
      }
    }
    return true;
  }

  /** What the send history is to say from here on. */
  public List<SendHistory.Entry> entries() {
    var entries = new ArrayList<SendHistory.Entry>(decisions.size());
    for (Decision decision : decisions) {
      entries.addAll(decision.entries());
    }
    return entries;
  }
}
