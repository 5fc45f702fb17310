package dev.oncegate.postgres;

import dev.oncegate.core.decide.LastSend;

/** What one update left behind for a subject and a destination. */
record Version(String destinationId, Coordinates writtenBy, LastSend last) {

  /**
   * Which counts of two that an update sees, when they are the latest of two partitions. Partitions
   * have no common order of their own, so that the newer send counts, in whatever order they were
   * read; an exit is newer than the send that it refers to. What is left is decided somehow, but
   * always the same way.
   */
  boolean isOlderThan(Version other) {
    int order = last.computedAt().compareTo(other.last.computedAt());
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
}
