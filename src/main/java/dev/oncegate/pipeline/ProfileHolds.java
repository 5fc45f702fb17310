package dev.oncegate.pipeline;

import java.util.Collection;
import java.util.List;
import java.util.UUID;

/**
 * The profiles with updates on the slow topic. All later updates of a profile on this list go there
 * too, so that their order holds. To hold one profile too many, or for too long, costs time and
 * nothing else: its next update goes the slow way, and ends the hold when it arrives. To forget one
 * would break the order.
 */
public interface ProfileHolds {

  /** The holds of these partitions. */
  List<ProfileHold> of(UUID topicId, Collection<Integer> partitions);

  /** Adds holds, or extends those that are there; durable on return. */
  void hold(UUID topicId, Collection<ProfileHold> holds);

  /** Ends the holds of a partition whose last update is not behind this offset. */
  void release(UUID topicId, int partition, long through);
}
