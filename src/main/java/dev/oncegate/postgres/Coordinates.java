package dev.oncegate.postgres;

import java.util.UUID;

/**
 * Where an update stands in the input, for good: a topic that is deleted and created again under
 * its old name has another id.
 */
public record Coordinates(UUID topicId, int partition, long offset) {

  boolean isBeside(Coordinates other) {
    return partition == other.partition && topicId.equals(other.topicId);
  }
}
