package dev.oncegate.kafka;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What of a topic is recorded.
 *
 * @param resumed by partition, where a recording that was begun before goes on; over {@code from}
 * @param until of each partition, up to its first message that is not older; null for all there is
 * @param follow whether what comes meanwhile is recorded too, until told to stop or {@code until}
 */
public record RecordingRange(
    From from, Map<Integer, Long> resumed, @Nullable Instant until, boolean follow) {

  /** Where a recording begins. */
  public sealed interface From {

    /** What the topic still has. */
    record Earliest() implements From {}

    /** From these offsets on; a partition that is not named, from its beginning. */
    record Offsets(Map<Integer, Long> offsets) implements From {
      public Offsets {
        offsets = Map.copyOf(offsets);
      }
    }

    /** From the first message of each partition that is not older. */
    record Time(Instant time) implements From {}

    /** From what comes next. */
    record Now() implements From {}
  }

  public RecordingRange {
    resumed = Map.copyOf(resumed);
  }
}
