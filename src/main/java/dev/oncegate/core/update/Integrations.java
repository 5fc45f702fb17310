package dev.oncegate.core.update;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

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
  private final Set<String> destinationTypes = new TreeSet<>();
  private final Set<String> spaceIds = new TreeSet<>();
  private final Set<String> tiers = new TreeSet<>();

  /** Connections to destinations that do not exist, or are disabled, lead nowhere. */
  public Integrations(
      Collection<Space> spaces,
      Collection<Destination> destinations,
      Collection<Connection> connections) {
    for (Space space : spaces) {
      this.spaces.put(space.id(), space);
      spaceIds.add(space.id());
      tiers.add(space.tier());
    }
    Map<String, Destination> enabled = new HashMap<>();
    for (Destination destination : destinations) {
      destinationTypes.add(destination.type());
      spaceIds.add(destination.spaceId());
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

  /** The types of all destinations, also of disabled ones, sorted. */
  public Set<String> destinationTypes() {
    return Collections.unmodifiableSet(destinationTypes);
  }

  /** All spaces, sorted. */
  public Set<String> spaceIds() {
    return Collections.unmodifiableSet(spaceIds);
  }

  /** The tiers of all spaces, sorted. */
  public Set<String> tiers() {
    return Collections.unmodifiableSet(tiers);
  }

  /** The space with an id; one without a tier if nobody has described it. */
  public Space space(String id) {
    Space space = spaces.get(id);
    return space != null ? space : new Space(id, "");
  }
}
