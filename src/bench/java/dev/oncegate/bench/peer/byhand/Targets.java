package dev.oncegate.bench.peer.byhand;

import dev.oncegate.core.update.Destination;
import dev.oncegate.core.update.Integrations;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The destinations of each computation, prepared when it is first seen. Not for many threads. */
final class Targets {
  private record SpaceComputation(String spaceId, String computationId) {}

  private final Integrations integrations;
  private final Map<SpaceComputation, Target[]> known = new HashMap<>();

  Targets(Integrations integrations) {
    this.integrations = integrations;
  }

  /** The destinations that an update is for, in the order of their ids. */
  Target[] of(Update update) {
    var key =
        new SpaceComputation(
            update.texts.text(update.spaceId), update.texts.text(update.computationId));
    Target[] targets = known.get(key);
    if (targets == null) {
      List<Destination> destinations =
          integrations.destinationsOf(key.spaceId(), key.computationId());
      targets = destinations.stream().map(Target::new).toArray(Target[]::new);
      known.put(key, targets);
    }
    return targets;
  }
}
