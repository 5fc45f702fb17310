package dev.oncegate.pipeline;

import dev.oncegate.core.Outcome;
import dev.oncegate.core.decide.Decision;
import dev.oncegate.core.event.Flow;
import dev.oncegate.core.update.Connected;
import dev.oncegate.core.update.Destination;
import dev.oncegate.core.update.ProfileUpdate;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds updates from which a great deal follows, or a message that its topic cannot take. They are
 * found before the ledger is asked, because the ledger must not remember what cannot be sent. All
 * others are known by their own size, without being decided.
 */
final class OutputSizer {
  // What follows from an update holds its ids once, and little else: names, and JSON around them.
  private static final int AT_MOST_TIMES = 2;
  private static final int AT_MOST_MORE = 8 * 1024;

  private final OutputTopics topics;
  private final SyncOutput output;
  private final int eventLimit;

  /**
   * A sizer.
   *
   * @param eventLimit where fewer events than this can follow, they are not counted
   */
  OutputSizer(OutputTopics topics, SyncOutput output, int eventLimit) {
    this.topics = topics;
    this.output = output;
    this.eventLimit = eventLimit;
  }

  /** How much follows at most. */
  OutputSize sizeOf(
      InputMessage message,
      ProfileUpdate update,
      Connected connected,
      Flow flow,
      UpdateDecider decider) {
    int bytes = message.value() == null ? 0 : message.value().length;
    boolean maybeTooLarge =
        (long) AT_MOST_TIMES * bytes + AT_MOST_MORE > topics.largestMessageOfAll();
    if (!maybeTooLarge && mostEvents(update, connected) <= eventLimit) {
      return OutputSize.SMALL;
    }
    Outcome most = decider.mostOf(message, update, connected, flow);
    List<ParkReason> reasons = new ArrayList<>(0);
    if (maybeTooLarge) {
      byte[] key = SyncOutput.keyOf(most);
      most.forEachEvent(event -> check("an event", output.event(key, event), reasons));
      for (Decision decision : most.decisions()) {
        check("a decision", output.decision(key, most, decision), reasons);
      }
    }
    return new OutputSize(most.eventCount(), reasons.isEmpty() ? null : reasons.getFirst());
  }

  private static long mostEvents(ProfileUpdate update, Connected connected) {
    long most = 0;
    for (Destination destination : connected.destinations()) {
      most +=
          switch (destination.idsPerEvent()) {
            case ALL -> 1;
            case ONE -> update.externalIds().size();
          };
    }
    return most;
  }

  private void check(String what, OutputMessage message, List<ParkReason> reasons) {
    int limit = topics.largestMessage(message.topic());
    if (reasons.isEmpty() && message.size() > limit) {
      reasons.add(ParkReason.tooLarge(what, message.topic(), limit));
    }
  }
}
