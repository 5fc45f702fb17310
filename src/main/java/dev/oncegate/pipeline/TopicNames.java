package dev.oncegate.pipeline;

import dev.oncegate.core.decide.Route;
import java.util.List;

/**
 * The names of all topics.
 *
 * @param parkedHandled what became of parked updates; compacted
 * @param published how far each partition of an input is published; compacted
 */
public record TopicNames(
    String computeOutput,
    String identifiedOutput,
    String identifiedSlow,
    String destinationEvents,
    String syncDecisions,
    String syncParked,
    String parkedHandled,
    String published) {

  /** Where events of a route go. */
  public String eventsOf(Route route) {
    return route.equals(Route.DEFAULT) ? destinationEvents : destinationEvents + "-" + route.word();
  }

  public List<String> all() {
    return List.of(
        computeOutput,
        identifiedOutput,
        identifiedSlow,
        destinationEvents,
        syncDecisions,
        syncParked,
        parkedHandled,
        published);
  }

  /** What lanes read. */
  public List<String> inputs() {
    return List.of(computeOutput, identifiedOutput, identifiedSlow);
  }
}
