package dev.oncegate.rollout;

import java.time.Instant;
import java.util.List;

/**
 * What a move between the flows is about, by what was decided and sent since a time.
 *
 * @param lines by destination, those with anything
 * @param decisionsNotKept decisions of that time that the log does not have any more, at most
 * @param eventsNotKept events of that time that their topic does not have any more, at most
 * @param uncounted decisions by which nobody can tell whether the legacy flow would send anything
 * @param unreadable records that are neither decisions nor events
 * @param allPeople false if there were too many people to tell all of them apart, so that there are
 *     more than counted
 */
public record Bill(
    Instant since,
    List<BillLine> lines,
    long decisionsNotKept,
    long eventsNotKept,
    long uncounted,
    long unreadable,
    boolean allPeople) {

  public Bill {
    lines = List.copyOf(lines);
  }

  /** Updates, the events that go out of them, and the profiles that they are of. */
  public record BillTally(long updates, long events, long people) {}

  /**
   * Of one destination.
   *
   * @param heldBack what the legacy flow would have sent, beyond what the dedupe flow sent
   * @param sentByLegacy what the legacy flow sent
   * @param repeats of these, what went to somebody who had it before
   * @param maybeRepeats of the others, updates of which nobody can tell it any more
   */
  public record BillLine(
      String destinationId,
      BillTally heldBack,
      BillTally sentByLegacy,
      BillTally repeats,
      long maybeRepeats) {}
}
