package dev.oncegate.rollout;

import dev.oncegate.core.compare.EventDifference;
import dev.oncegate.core.event.Flow;
import java.time.Instant;
import java.util.List;

/**
 * An update of which the two flows make different events.
 *
 * @param published the flow whose events went out
 * @param differences first the dedupe flow's event, then the legacy flow's; none where there was no
 *     time to find them, or there were too many
 */
public record ComparatorSample(
    Instant at,
    Flow published,
    String spaceId,
    String profileId,
    String computationId,
    String messageId,
    List<EventDifference> differences) {
  public ComparatorSample {
    differences = List.copyOf(differences);
  }
}
