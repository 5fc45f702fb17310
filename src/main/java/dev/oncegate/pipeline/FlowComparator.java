package dev.oncegate.pipeline;

import dev.oncegate.core.Outcome;
import dev.oncegate.core.update.Connected;

/**
 * Holds what was published against what is decided otherwise in the shadow: by the other flow, by a
 * candidate. It looks on from behind: it throws nothing, and takes no longer than its budget.
 */
public interface FlowComparator {

  /** Compares nothing. */
  FlowComparator NONE = () -> (connected, outcome) -> {};

  /** One after the other. */
  static FlowComparator both(FlowComparator one, FlowComparator other) {
    return () -> {
      PublishedUpdates ofOne = one.begin();
      PublishedUpdates ofOther = other.begin();
      return (connected, outcome) -> {
        ofOne.add(connected, outcome);
        ofOther.add(connected, outcome);
      };
    };
  }

  /** Begins behind a batch that everybody can read. */
  PublishedUpdates begin();

  /** Takes the updates of a batch, one after the other. */
  interface PublishedUpdates {
    void add(Connected connected, Outcome outcome);
  }
}
