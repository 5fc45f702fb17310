package dev.oncegate.crash.check;

import java.util.Collection;
import java.util.List;

/** Everybody got what was expected. */
public final class NothingLost {
  private NothingLost() {}

  /**
   * Sends that are not there.
   *
   * @param missing how many, at least one
   */
  public record Omission(Expectation expectation, int missing) {}

  /** What is missing, in the order of the expectations. */
  public static List<Omission> check(Collection<Expectation> expected, List<Send> observed) {
    return Tally.of(expected, observed).omissions();
  }
}
