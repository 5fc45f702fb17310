package dev.oncegate.bench.peer.byhand;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The destinations of each computation, prepared once. */
public final class Targets {
  private static final Target[] NONE = {};

  /** What {@code integrations.json} says of a destination; what it leaves out is null. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record Destination(
      String id,
      String spaceId,
      @Nullable Boolean enabled,
      @Nullable List<String> dedupesOn,
      @Nullable String call,
      @Nullable String idsPerEvent,
      @Nullable String dedupeScope,
      @Nullable String resend) {}

  @JsonIgnoreProperties(ignoreUnknown = true)
  private record Connection(String computationId, List<String> destinationIds) {}

  @JsonIgnoreProperties(ignoreUnknown = true)
  private record Contents(List<Destination> destinations, List<Connection> connections) {}

  private record SpaceComputation(String spaceId, String computationId) {}

  private final Map<SpaceComputation, Target[]> targets = new HashMap<>();

  private Targets(Contents contents) {
    Map<String, Destination> enabled = new HashMap<>();
    for (Destination destination : contents.destinations()) {
      if (!Boolean.FALSE.equals(destination.enabled())) {
        enabled.put(destination.id(), destination);
      }
    }
    Map<SpaceComputation, Map<String, Target>> connected = new HashMap<>();
    for (Connection connection : contents.connections()) {
      for (String id : connection.destinationIds()) {
        Destination destination = enabled.get(id);
        if (destination != null) {
          connected
              .computeIfAbsent(
                  new SpaceComputation(destination.spaceId(), connection.computationId()),
                  key -> new HashMap<>())
              .put(id, new Target(destination));
        }
      }
    }
    connected.forEach(
        (key, found) -> {
          var sorted = new ArrayList<>(found.values());
          // The order of the bytes is that of code points.
          sorted.sort((a, b) -> Arrays.compareUnsigned(a.id, b.id));
          targets.put(key, sorted.toArray(NONE));
        });
  }

  /**
   * Reads {@code integrations.json}.
   *
   * @throws IOException if it cannot be read, or is not what it should be
   * @throws IllegalArgumentException if a destination asks for what is not possible here
   */
  public static Targets read(Path file) throws IOException {
    return new Targets(new ObjectMapper().readValue(Files.readAllBytes(file), Contents.class));
  }

  /** The destinations that an update is for, in the order of their ids. */
  Target[] of(Update update) {
    var key =
        new SpaceComputation(
            update.texts.text(update.spaceId), update.texts.text(update.computationId));
    return Objects.requireNonNullElse(targets.get(key), NONE);
  }
}
