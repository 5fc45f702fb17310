package dev.oncegate.crash.check;

import java.util.Collection;
import java.util.List;

/** Nobody got a message more often than was expected, nor one that was not expected at all. */
public final class NothingTwice {
  private NothingTwice() {}

  /** A send too many. */
  public record Duplicate(Expectation expectation, Send send) {}

  /** The sends that should not be there, in the order of the history. */
  public static List<Duplicate> check(Collection<Expectation> expected, List<Send> observed) {
    return Tally.of(expected, observed).duplicates();
  }
}
