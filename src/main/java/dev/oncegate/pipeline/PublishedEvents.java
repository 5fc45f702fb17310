package dev.oncegate.pipeline;

import dev.oncegate.core.update.RecordPosition;
import java.time.Instant;

/** The events that were published along the default route, as those of the legacy flow are. */
public interface PublishedEvents {

  /** Reads what was published since a time and is there by now, those of a partition in order. */
  void since(Instant since, EventReceiver receiver);

  /** Takes the events. */
  interface EventReceiver {
    void take(RecordPosition position, byte[] event);
  }
}
