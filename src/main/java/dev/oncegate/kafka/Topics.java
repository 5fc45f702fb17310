package dev.oncegate.kafka;

import dev.oncegate.core.decide.Route;
import java.util.List;

/**
 * The names of all topics.
 *
 * @param parkedHandled what became of parked updates; compacted
 */
public record Topics(
    String computeOutput,
    String identifiedOutput,
    String identifiedSlow,
    String destinationEvents,
    String syncDecisions,
    String syncParked,
    String parkedHandled) {

  /** Where events of a route go. */
  public String eventsOf(Route route) {
    return route.equals(Route.DEFAULT) ? destinationEvents : destinationEvents + "-" + route.word();
  }

  List<String> all() {
    return List.of(
        computeOutput,
        identifiedOutput,
        identifiedSlow,
        destinationEvents,
        syncDecisions,
        syncParked,
        parkedHandled);
  }
}
