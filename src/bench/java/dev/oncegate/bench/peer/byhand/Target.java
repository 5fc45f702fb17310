package dev.oncegate.bench.peer.byhand;

import dev.oncegate.core.update.Destination;
import dev.oncegate.core.update.Resend;
import java.nio.charset.StandardCharsets;

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
   * @throws IllegalArgumentException if it asks for something that a history by profile, without a
   *     clock, cannot give
   */
  Target(Destination destination) {
    if (destination.isDeduped() && destination.dedupeScope() != Destination.DedupeScope.PROFILE) {
      throw new IllegalArgumentException(
          destination.id() + ": once per address is not possible here, only once per profile");
    }
    if (destination.isDeduped() && destination.resend() instanceof Resend.After) {
      throw new IllegalArgumentException(
          destination.id() + ": resend can be never or on_reentry here, not a period");
    }
    id = destination.id().getBytes(StandardCharsets.UTF_8);
    var json = new ByteSink(64);
    json.add(',');
    EventBytes.addQuoted(json, id, 0, id.length);
    json.add(":true".getBytes(StandardCharsets.US_ASCII));
    integration = json.copy();
    deduped = destination.isDeduped();
    identifies = destination.call() == Destination.Call.IDENTIFY;
    oneIdPerEvent = destination.idsPerEvent() == Destination.IdsPerEvent.ONE;
    againOnReentry = destination.resend() instanceof Resend.OnReentry;
    dedupesOn =
        destination.dedupesOn().stream()
            .map(type -> type.getBytes(StandardCharsets.UTF_8))
            .toArray(byte[][]::new);
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
