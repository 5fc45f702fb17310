package dev.oncegate.bench.peer.byhand;

import java.util.ArrayList;
import java.util.List;

/** Destinations that get the same ids. Those that get the same events are one list. */
final class Group {
  /** Sorted by type and value. */
  final Id[] ids;

  final List<List<Target>> deliveries = new ArrayList<>(2);

  Group(Id[] ids) {
    this.ids = ids;
  }

  /** Whether these are the ids, which are all of one update. */
  boolean has(Id[] others) {
    if (ids.length != others.length) {
      return false;
    }
    for (int i = 0; i < ids.length; i++) {
      if (ids[i] != others[i]) {
        return false;
      }
    }
    return true;
  }

  void add(Target target) {
    for (List<Target> delivery : deliveries) {
      if (delivery.get(0).sharesEventsWith(target)) {
        delivery.add(target);
        return;
      }
    }
    var delivery = new ArrayList<Target>(4);
    delivery.add(target);
    deliveries.add(delivery);
  }
}
