package dev.oncegate.core.update;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One immutable state of all spaces, destinations and connections. */
public final class Integrations {

  /** A computation's destinations, by id. */
  public record Connection(String computationId, List<String> destinationIds) {
    public Connection {
      destinationIds = List.copyOf(destinationIds);
    }
  }

  private record SpaceComputation(String spaceId, String computationId) {}

  private final Map<String, Space> spaces = new HashMap<>();
  private final Map<SpaceComputation, Connected> connected = new HashMap<>();

  /** Connections to destinations that do not exist, or are disabled, lead nowhere. */
  public Integrations(
      Collection<Space> spaces,
      Collection<Destination> destinations,
      Collection<Connection> connections) {
    for (Space space : spaces) {
      this.spaces.put(space.id(), space);
    }
    Map<String, Destination> enabled = new HashMap<>();
    for (Destination destination : destinations) {
      if (destination.enabled()) {
        enabled.put(destination.id(), destination);
      }
    }
    Map<SpaceComputation, Map<String, Destination>> perComputation = new HashMap<>();
    for (Connection connection : connections) {
      for (String id : connection.destinationIds()) {
        Destination destination = enabled.get(id);
        if (destination != null) {
          perComputation
              .computeIfAbsent(
                  new SpaceComputation(destination.spaceId(), connection.computationId()),
                  key -> new HashMap<>())
              .put(id, destination);
        }
      }
    }
    perComputation.forEach(
        (key, found) ->
            connected.put(
                key, new Connected(space(key.spaceId()), new ArrayList<>(found.values()))));
  }

  /** The destinations that an update is decided for. */
  public Connected connectedTo(ProfileUpdate update) {
    Connected found =
        connected.get(new SpaceComputation(update.spaceId(), update.computation().id()));
    return found != null ? found : new Connected(space(update.spaceId()), List.of());
  }

  /** The spaces in which a computation is connected to anything, sorted. */
  public List<String> spacesOf(String computationId) {
    return connected.keySet().stream()
        .filter(key -> key.computationId().equals(computationId))
        .map(SpaceComputation::spaceId)
        .sorted()
        .toList();
  }

  /** The enabled destinations that a computation of a space is connected to, by id. */
  public List<Destination> destinationsOf(String spaceId, String computationId) {
    Connected found = connected.get(new SpaceComputation(spaceId, computationId));
    return found == null ? List.of() : found.destinations();
  }

  private Space space(String id) {
    Space space = spaces.get(id);
    return space != null ? space : new Space(id, "");
  }
}
