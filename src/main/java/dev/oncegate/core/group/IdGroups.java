package dev.oncegate.core.group;

import dev.oncegate.core.decide.Decision;
import dev.oncegate.core.decide.Route;
import dev.oncegate.core.decide.Verdict;
import dev.oncegate.core.update.Destination;
import dev.oncegate.core.update.ExternalId;
import java.util.ArrayList;
import java.util.List;

/** Groups what is sent by the set of ids that it is sent to. */
public final class IdGroups {
  private IdGroups() {}

  /**
   * The groups of one update's decisions, in the order of their first destinations; none for
   * decisions that send nothing.
   *
   * @param decisions in the order of their destinations' ids
   */
  public static List<IdGroup> of(List<Decision> decisions) {
    var groups = new ArrayList<IdGroup>(4);
    for (Decision decision : decisions) {
      if (decision.verdict() instanceof Verdict.Send send && !decision.ids().isEmpty()) {
        IdGroup group = groupOf(decision.ids(), groups);
        join(group.deliveries(), decision.destination(), send.route());
      }
    }
    return groups;
  }

  /**
   * The group of destinations that all get the same ids, along the default route; none where there
   * are no ids, or no destinations.
   *
   * @param destinations sorted by id
   */
  public static List<IdGroup> toEach(List<Destination> destinations, List<ExternalId> ids) {
    if (ids.isEmpty() || destinations.isEmpty()) {
      return List.of();
    }
    var group = new IdGroup(ids, new ArrayList<>(2));
    for (Destination destination : destinations) {
      join(group.deliveries(), destination, Route.DEFAULT);
    }
    return List.of(group);
  }

  // Destinations are few and their ids often the very same list, so that a look through is faster
  // than hashing.
  private static IdGroup groupOf(List<ExternalId> ids, List<IdGroup> groups) {
    for (IdGroup group : groups) {
      if (group.ids().equals(ids)) {
        return group;
      }
    }
    var group = new IdGroup(ids, new ArrayList<>(2));
    groups.add(group);
    return group;
  }

  private static void join(List<Delivery> deliveries, Destination destination, Route route) {
    for (Delivery delivery : deliveries) {
      if (delivery.takes(destination, route)) {
        delivery.destinations().add(destination);
        return;
      }
    }
    var destinations = new ArrayList<Destination>(2);
    destinations.add(destination);
    deliveries.add(
        new Delivery(destination.call(), destination.idsPerEvent(), route, destinations));
  }
}
