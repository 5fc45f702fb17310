package dev.oncegate.pipeline;

import dev.oncegate.core.update.Connected;
import dev.oncegate.core.update.ProfileUpdate;
import dev.oncegate.core.update.RecordPosition;
import java.util.List;

/**
 * An update of a batch, as far as the ledger must know it.
 *
 * <p>One that is not decided after all, because it goes elsewhere, belongs in the batch too: what
 * an earlier attempt may have written for it is then removed.
 *
 * @param publishedUpTo (exclusive) what of its partition is known to be published
 * @param readAgain whether what follows from it was published before; it then asks nobody for
 *     anything
 */
public record LedgerEntry(
    ProfileUpdate update,
    Connected connected,
    RecordPosition position,
    long publishedUpTo,
    boolean readAgain) {

  public LedgerEntry {
    readAgain |= position.offset() < publishedUpTo;
    if (readAgain) {
      connected = new Connected(connected.space(), List.of());
    }
  }

  /** The same, with more known to be published. */
  public LedgerEntry publishedUpTo(long offset) {
    return new LedgerEntry(update, connected, position, offset, readAgain);
  }
}
