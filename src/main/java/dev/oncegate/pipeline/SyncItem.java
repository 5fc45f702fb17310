package dev.oncegate.pipeline;

import dev.oncegate.core.Outcome;
import dev.oncegate.core.event.Flow;
import dev.oncegate.core.update.Connected;
import dev.oncegate.core.update.ProfileUpdate;
import org.jspecify.annotations.Nullable;

/** What becomes of a message of the sync stage. */
sealed interface SyncItem {
  InputMessage message();

  /** What the ledger must know of it, or null if it is no update. */
  @Nullable LedgerEntry entry();

  /**
   * It is decided in this batch.
   *
   * @param size how much follows from it at most
   */
  record ToDecide(
      InputMessage message,
      Flow flow,
      ProfileUpdate update,
      Connected connected,
      LedgerEntry entry,
      OutputSize size)
      implements SyncItem {}

  /** It takes the slow way, and is decided there. */
  record ToForward(InputMessage message, LedgerEntry entry) implements SyncItem, Result {}

  /** It could not be read, or what follows from it cannot be sent. */
  record ToPark(InputMessage message, ParkReason reason, @Nullable LedgerEntry entry)
      implements SyncItem, Result {}

  /** What became of it. */
  sealed interface Result permits Decided, ToForward, ToPark {}

  /** It was decided. */
  record Decided(InputMessage message, Connected connected, Outcome outcome) implements Result {}
}
