package dev.oncegate.rest;

import dev.oncegate.rollout.Bill;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What a move between the flows is about. */
@RegisterForReflection
@Schema(name = "Bill")
public record BillBody(
    Instant since,
    List<LineBody> destinations,
    @Schema(description = "Decisions since then that are not kept any more, at most")
        long decisionsNotKept,
    @Schema(description = "Events since then that are not kept any more, at most")
        long eventsNotKept,
    @Schema(description = "Decisions that do not say how many external ids the update has")
        long uncounted,
    @Schema(description = "Records that are neither decisions nor events") long unreadable,
    @Schema(description = "Whether all people are told apart; if not, there are more than said")
        boolean allPeople) {

  /** Of one destination. */
  @RegisterForReflection
  @Schema(name = "BillLine")
  public record LineBody(
      String destinationId,
      @Schema(description = "What the legacy flow would have sent, beyond what was sent")
          TallyBody heldBack,
      @Schema(description = "What the legacy flow sent") TallyBody sentByLegacy,
      @Schema(description = "Of these, what went to somebody who had it before") TallyBody repeats,
      @Schema(description = "Of the others, updates of which nobody can tell it any more")
          long maybeRepeats) {

    static LineBody of(Bill.BillLine line) {
      return new LineBody(
          line.destinationId(),
          TallyBody.of(line.heldBack()),
          TallyBody.of(line.sentByLegacy()),
          TallyBody.of(line.repeats()),
          line.maybeRepeats());
    }
  }

  /** Updates, the events of them, and the profiles that they are of. */
  @RegisterForReflection
  @Schema(name = "BillTally")
  public record TallyBody(long updates, long events, long people) {
    static TallyBody of(Bill.BillTally tally) {
      return new TallyBody(tally.updates(), tally.events(), tally.people());
    }
  }

  static BillBody of(Bill bill) {
    return new BillBody(
        bill.since(),
        bill.lines().stream().map(LineBody::of).toList(),
        bill.decisionsNotKept(),
        bill.eventsNotKept(),
        bill.uncounted(),
        bill.unreadable(),
        bill.allPeople());
  }
}
