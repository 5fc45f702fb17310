package dev.oncegate.postgres;

import dev.oncegate.core.decide.LastSend;
import dev.oncegate.core.update.RecordPosition;
import java.util.List;
import java.util.UUID;

/** What one update left behind for a subject and a destination. */
record SendVersion(String destinationId, RecordPosition writtenBy, LastSend last) {

  /**
   * Which counts of two that an update sees, when they are the latest of two partitions. Partitions
   * have no common order of their own, so that the newer send counts, in whatever order they were
   * read; an exit is newer than the send that it refers to. What is left is decided somehow, but
   * always the same way.
   *
   * @param closedTopics topics that are no more, in their order: all that others wrote is newer
   */
  boolean isOlderThan(SendVersion other, List<UUID> closedTopics) {
    int order = Integer.compare(age(closedTopics), other.age(closedTopics));
    if (order == 0) {
      order = last.computedAt().compareTo(other.last.computedAt());
    }
    if (order == 0) {
      order = Boolean.compare(last.leftSince(), other.last.leftSince());
    }
    if (order == 0) {
      order = writtenBy.topicId().compareTo(other.writtenBy.topicId());
    }
    if (order == 0) {
      order = Integer.compare(writtenBy.partition(), other.writtenBy.partition());
    }
    return order < 0;
  }

  private int age(List<UUID> closedTopics) {
    int closed = closedTopics.indexOf(writtenBy.topicId());
    return closed < 0 ? closedTopics.size() : closed;
  }
}
