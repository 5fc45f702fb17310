package dev.oncegate.kafka;

import java.util.Collection;
import java.util.List;
import java.util.UUID;

/**
 * The profiles with updates on the slow topic. Whoever is on this list sends all later updates of
 * the profile there too, so that their order holds. To cordon off one profile too many, or for too
 * long, costs time and nothing else: its next update goes the slow way, and ends the cordon when it
 * arrives. To forget one would break the order.
 */
public interface Cordon {

  /** A profile of a space. */
  record Profile(String spaceId, String id) {}

  /**
   * A cordoned profile.
   *
   * @param from the offset of the update from which on it goes the slow way
   * @param to the offset of the last update that went there
   */
  record Cordoned(int partition, Profile profile, long from, long to) {}

  /** Who is cordoned off in these partitions. */
  List<Cordoned> standing(UUID topicId, Collection<Integer> partitions);

  /** Cordons off, or extends cordons that stand; durable on return. */
  void raise(UUID topicId, Collection<Cordoned> cordoned);

  /** Ends the cordons of a partition whose last update is not behind this offset. */
  void lift(UUID topicId, int partition, long through);
}
