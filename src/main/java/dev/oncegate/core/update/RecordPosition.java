package dev.oncegate.core.update;

import java.util.UUID;

/**
 * Where a record is in the log, for good.
 *
 * @param topicId unlike a name, never given to a second topic
 */
public record RecordPosition(UUID topicId, int partition, long offset) {

  /** Whether both are in the same partition of the same topic, and so have an order. */
  public boolean isBeside(RecordPosition other) {
    return partition == other.partition && topicId.equals(other.topicId);
  }
}
