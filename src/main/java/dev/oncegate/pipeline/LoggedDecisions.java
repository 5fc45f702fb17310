package dev.oncegate.pipeline;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The decisions that were published on the decision log. */
public interface LoggedDecisions {

  /**
   * Reads what was published since a time and is there by now, those of a partition in order.
   *
   * @return how many records more were published since then, at most, and are not kept any more
   */
  long since(Instant since, DecisionReceiver receiver);

  /** Takes the decisions. */
  interface DecisionReceiver {

    /**
     * Takes one.
     *
     * @param externalIds how many external ids its update has; null where it was not noted
     */
    void take(byte[] decision, @Nullable Integer externalIds);
  }
}
