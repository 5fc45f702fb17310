package dev.oncegate.bench.peer.byhand;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A destination, with what the hot path would otherwise work out each time. */
final class Target {
  final byte[] id;

  /** As it follows another in an event's {@code integrations}. */
  final byte[] integration;

  final boolean deduped;
  final boolean identifies;
  final boolean oneIdPerEvent;
  final boolean againOnReentry;
  private final byte[][] dedupesOn;

  /**
   * Prepares a destination.
   *
   * @throws IllegalArgumentException if it asks for something that a history by profile without a
   *     clock cannot give
   */
  Target(Targets.Destination destination) {
    List<String> types = Objects.requireNonNullElse(destination.dedupesOn(), List.of());
    deduped = !types.isEmpty();
    dedupesOn =
        types.stream().map(type -> type.getBytes(StandardCharsets.UTF_8)).toArray(byte[][]::new);
    if (deduped) {
      oneOf(destination.id() + ": dedupeScope", destination.dedupeScope(), "profile", "profile");
    }
    againOnReentry =
        oneOf(destination.id() + ": resend", destination.resend(), "never", "on_reentry");
    identifies = oneOf(destination.id() + ": call", destination.call(), "track", "identify");
    oneIdPerEvent =
        oneOf(destination.id() + ": idsPerEvent", destination.idsPerEvent(), "all", "one");
    id = destination.id().getBytes(StandardCharsets.UTF_8);
    var json = new ByteSink(64);
    json.add(',');
    EventBytes.addQuoted(json, id, 0, id.length);
    json.add(":true".getBytes(StandardCharsets.US_ASCII));
    integration = json.copy();
  }

  /** Whether a field has the other word than what it has when it is left out. */
  private static boolean oneOf(String field, @Nullable String word, String usual, String other) {
    if (word != null && !word.equals(usual) && !word.equals(other)) {
      throw new IllegalArgumentException(
          field
              + " can be "
              + usual
              + (usual.equals(other) ? "" : " or " + other)
              + " here, not "
              + word);
    }
    return word != null && word.equals(other);
  }

  boolean sharesEventsWith(Target other) {
    return identifies == other.identifies && oneIdPerEvent == other.oneIdPerEvent;
  }

  boolean dedupesOn(ByteSink texts, long type) {
    for (byte[] one : dedupesOn) {
      if (texts.equals(type, one)) {
        return true;
      }
    }
    return false;
  }
}
