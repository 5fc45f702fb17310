package dev.oncegate.pipeline;

import dev.oncegate.core.event.Flow;
import dev.oncegate.core.update.Space;

/** Which flow the updates of one batch take; it stays the same while the batch is decided. */
public interface BatchFlows {

  /**
   * Whether the kill switch is thrown: every update takes the legacy flow, and no rulebook and no
   * ledger is asked for anything.
   */
  boolean isDedupeOff();

  /** By its space's gate; only asked while the kill switch is not thrown. */
  Flow flowOf(Space space, String profileId);
}
