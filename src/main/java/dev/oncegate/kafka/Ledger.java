package dev.oncegate.kafka;

import dev.oncegate.core.Outcome;
import dev.oncegate.core.decide.SendHistory;
import dev.oncegate.core.update.Connected;
import dev.oncegate.core.update.ProfileUpdate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Decides batches against the send history, and remembers what was decided. */
public interface Ledger {

  /** An update that knows how to be decided. */
  interface Case {
    Place place();

    ProfileUpdate update();

    Connected connected();

    /** What follows from the update, or null if it is decided elsewhere. */
    @Nullable Outcome decide(SendHistory history);
  }

  /**
   * Has the cases decided, in their order. When this returns, what they are to leave in the history
   * is there, durably; asking again for the same cases gives the same outcomes.
   *
   * @param cases of each partition by offset, and from its committed offset on
   * @throws Unavailable if the ledger cannot answer now, or nobody knows whether it remembers
   */
  void decide(List<? extends Case> cases);
}
