package dev.oncegate.core.group;

import dev.oncegate.core.decide.Route;
import dev.oncegate.core.update.Destination;
import java.util.List;

/** Destinations of one id group that can share events: the same call, ids per event and route. */
public record Delivery(
    Destination.Call call,
    Destination.IdsPerEvent idsPerEvent,
    Route route,
    List<Destination> destinations) {

  boolean takes(Destination destination, Route itsRoute) {
    return call == destination.call()
        && idsPerEvent == destination.idsPerEvent()
        && route.equals(itsRoute);
  }
}
