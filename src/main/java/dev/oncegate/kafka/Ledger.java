package dev.oncegate.kafka;

import dev.oncegate.core.Outcome;
import dev.oncegate.core.decide.SendHistory;
import dev.oncegate.core.update.ProfileUpdate;
import java.util.List;

/** Decides batches against the send history, and remembers what was decided. */
public interface Ledger {

  /** An update that knows how to be decided. */
  interface Case {
    Place place();

    ProfileUpdate update();

    Outcome decide(SendHistory history);
  }

  /**
   * The outcomes, in the order of the cases. When they are returned they are remembered durably;
   * asking again for the same cases gives the same outcomes.
   *
   * @param cases in the order of their offsets, for each partition
   * @throws Unavailable if the ledger cannot answer now, or nobody knows whether it remembers
   */
  List<Outcome> decide(List<Case> cases);
}
