package dev.oncegate.postgres;

import dev.oncegate.core.update.Connected;
import dev.oncegate.core.update.ProfileUpdate;
import java.util.List;

/**
 * An update of a batch.
 *
 * <p>One that is not decided after all, because it goes elsewhere, belongs in the batch too: what
 * an earlier attempt may have written for it is then removed.
 *
 * @param publishedUpTo (exclusive) what of its partition is known to be published
 * @param readAgain whether what follows from it was published before
 */
public record BatchEntry(
    ProfileUpdate update,
    Connected connected,
    Coordinates at,
    long publishedUpTo,
    boolean readAgain) {

  public BatchEntry {
    readAgain |= at.offset() < publishedUpTo;
    if (readAgain) {
      // It asks nobody for anything.
      connected = new Connected(connected.space(), List.of());
    }
  }

  BatchEntry publishedUpTo(long offset) {
    return new BatchEntry(update, connected, at, offset, readAgain);
  }
}
