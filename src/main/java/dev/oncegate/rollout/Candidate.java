package dev.oncegate.rollout;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A rulebook that is decided in the shadow of the one in force, or was.
 *
 * @param stopAt by how many decisions that differ it is stopped
 * @param compared decisions, of all instances
 * @param different how many of them differ
 * @param readAt the database's time
 * @param end null while it runs
 */
public record Candidate(
    long id,
    String hash,
    PromotionCriterion criterion,
    long stopAt,
    ChangeReason startReason,
    Instant startedAt,
    long compared,
    long different,
    Instant readAt,
    @Nullable CandidateEnd end) {

  /** What must hold before it may be promoted: so many compared, none different, for so long. */
  public record PromotionCriterion(long compared, Duration runsFor) {
    public PromotionCriterion {
      if (compared < 0 || runsFor.isNegative()) {
        throw new IllegalArgumentException("a criterion has no negative numbers");
      }
    }
  }

  /** How it ended. */
  public enum EndKind {
    /** It was put in force. */
    PROMOTED,
    /** Somebody stopped it. */
    STOPPED,
    /** It was stopped by too many decisions that differ. */
    DIFFERED
  }

  /**
   * Its end.
   *
   * @param unmet what of the criterion did not hold then
   */
  public record CandidateEnd(EndKind kind, Instant at, ChangeReason reason, List<String> unmet) {
    public CandidateEnd {
      unmet = List.copyOf(unmet);
    }
  }

  /** What of the criterion does not hold yet, a sentence without a full stop each. */
  public List<String> unmet() {
    var unmet = new ArrayList<String>();
    if (compared < criterion.compared()) {
      unmet.add("compared %d decisions of %d".formatted(compared, criterion.compared()));
    }
    if (different > 0) {
      unmet.add(different + " decisions differ");
    }
    Duration ran = Duration.between(startedAt, readAt);
    if (ran.compareTo(criterion.runsFor()) < 0) {
      unmet.add("has run for %s of %s".formatted(inSeconds(ran), criterion.runsFor()));
    }
    return unmet;
  }

  private static Duration inSeconds(Duration duration) {
    return Duration.ofSeconds(duration.toSeconds());
  }
}
