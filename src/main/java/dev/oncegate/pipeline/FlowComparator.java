package dev.oncegate.pipeline;

import dev.oncegate.core.Outcome;
import dev.oncegate.core.update.Connected;

/**
 * Holds what was published against what the other flow makes of it. It looks on from behind: it
 * throws nothing, and takes no longer than its budget.
 */
public interface FlowComparator {

  /** Compares nothing. */
  FlowComparator NONE = () -> (connected, outcome) -> {};

  /** Begins behind a batch that everybody can read. */
  PublishedUpdates begin();

  /** Takes the updates of a batch, one after the other. */
  interface PublishedUpdates {
    void add(Connected connected, Outcome outcome);
  }
}
