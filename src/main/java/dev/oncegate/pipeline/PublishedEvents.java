package dev.oncegate.pipeline;

import dev.oncegate.core.update.RecordPosition;
import java.time.Instant;

/** The events that were published along the default route, as those of the legacy flow are. */
public interface PublishedEvents {

  /**
   * Reads what was published since a time and is there by now, those of a partition in order.
   *
   * @return how many records more were published since then, at most, and are not kept any more
   */
  long since(Instant since, EventReceiver receiver);

  /** Takes the events. */
  interface EventReceiver {
    void take(RecordPosition position, byte[] event);
  }
}
