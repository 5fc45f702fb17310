package dev.oncegate.core;

import dev.oncegate.core.decide.Decision;
import dev.oncegate.core.decide.SendHistory;
import dev.oncegate.core.event.OutboundEvent;
import dev.oncegate.core.event.OutboundEvents;
import dev.oncegate.core.group.IdGroup;
import dev.oncegate.core.update.ProfileUpdate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * All that follows from one update: what to publish, what to remember and what to park. Nothing of
 * it has happened yet.
 *
 * @param decisions one for each connected destination, in the order of their ids
 * @param groups what goes out, by the ids that it goes to
 * @param rulebook the hash of the rulebook that decided
 */
public record Outcome(
    ProfileUpdate update, List<Decision> decisions, List<IdGroup> groups, String rulebook) {

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
    var events = new OutboundEvents(update, rulebook);
    for (IdGroup group : groups) {
      events.forEach(group, publish);
    }
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
