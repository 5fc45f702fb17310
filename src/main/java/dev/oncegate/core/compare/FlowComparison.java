package dev.oncegate.core.compare;

import dev.oncegate.core.Outcome;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Compares what two outcomes of one update send to destinations that do not dedupe. The events are
 * made anew, one at a time, and only their fingerprints are kept, so that an update with a hundred
 * thousand events needs no more memory than one with two. Only where the fingerprints differ, the
 * events are made again to find which.
 */
public final class FlowComparison {
  private static final int LOOKS_EVERY = 64;

  private final ReceivedEvents received = new ReceivedEvents();
  private final BooleanSupplier goesOn;
  private int looked;

  /** What came of it. */
  public sealed interface ComparisonResult {

    /** Both are the same. */
    record SameEvents(long events) implements ComparisonResult {}

    /**
     * They are not.
     *
     * @param differences some of them, or none where there are too many to look for
     */
    record DifferentEvents(List<EventDifference> differences) implements ComparisonResult {
      public DifferentEvents {
        differences = List.copyOf(differences);
      }
    }

    /** It was stopped before it knew. */
    record StoppedEarly() implements ComparisonResult {}
  }

  /**
   * A comparison for one thread.
   *
   * @param goesOn asked now and then; once it says no, the comparison stops
   */
  public FlowComparison(BooleanSupplier goesOn) {
    this.goesOn = goesOn;
  }

  public ComparisonResult compare(Outcome one, Outcome other) {
    var ofOne = new Fingerprint();
    var ofOther = new Fingerprint();
    if (!fingerprint(one, ofOne) || !fingerprint(other, ofOther)) {
      return new ComparisonResult.StoppedEarly();
    }
    if (ofOne.isSameAs(ofOther)) {
      return new ComparisonResult.SameEvents(ofOne.count());
    }
    var differences = new DifferenceSearch(received, this::mayGoOn);
    // That they differ is certain, whether or not there is time to find where.
    return new ComparisonResult.DifferentEvents(differences.find(one, other));
  }

  private boolean fingerprint(Outcome outcome, Fingerprint fingerprint) {
    return received.whileWanted(
        outcome,
        (hash, _, _) -> {
          fingerprint.add(hash);
          return mayGoOn();
        });
  }

  private boolean mayGoOn() {
    return ++looked % LOOKS_EVERY != 0 || goesOn.getAsBoolean();
  }
}
