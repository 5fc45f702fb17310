package dev.oncegate.core.compare;

import dev.oncegate.core.Outcome;
import dev.oncegate.core.event.OutboundEvent;
import dev.oncegate.core.update.Destination;
import dev.oncegate.core.update.ExternalId;
import dev.oncegate.core.update.ProfileUpdate;
import dev.oncegate.core.update.Sha256;
import org.jspecify.annotations.Nullable;

/**
 * The events of an outcome as destinations that do not dedupe receive them: an element for each
 * event and destination. What an event says counts, and not along which route it comes, nor with
 * whom a destination shares it: only the rulebook has routes.
 */
final class ReceivedEvents {
  private static final char UNIT_SEPARATOR = '\u001F';
  private static final char ABSENT = '\u0000';

  private final Sha256 sha256 = new Sha256();
  private final StringBuilder text = new StringBuilder(512);
  private @Nullable ProfileUpdate update;
  private byte[] updateHash = new byte[0];

  /** Takes the elements. */
  interface ElementReceiver {
    /** Whether more are wanted. */
    boolean take(ElementHash hash, OutboundEvent event, Destination destination);
  }

  /**
   * Makes the elements, one at a time, as long as they are wanted.
   *
   * @return whether all were
   */
  boolean whileWanted(Outcome outcome, ElementReceiver receiver) {
    return outcome.whileEvents(event -> receive(event, receiver));
  }

  private boolean receive(OutboundEvent event, ElementReceiver receiver) {
    byte[] content = null;
    for (Destination destination : event.destinations()) {
      if (!destination.isDeduped()) {
        content = content == null ? hashOf(event) : content;
        sha256.add(content);
        sha256.add(destination.id());
        if (!receiver.take(ElementHash.of(sha256.bytes()), event, destination)) {
          return false;
        }
      }
    }
    return true;
  }

  /** Of all that an event says, besides its destinations and who decided. */
  private byte[] hashOf(OutboundEvent event) {
    byte[] ofUpdate = hashOf(event.update());
    sha256.add(ofUpdate);
    add(event.call().word());
    add(event.name());
    add(event.userId());
    add(event.anonymousId());
    add(event.idGroup());
    for (ExternalId id : event.ids()) {
      add(id.type());
      add(id.id());
    }
    return result();
  }

  /** The events of an update share it, so that it is hashed once. */
  @SuppressWarnings("ReferenceEquality") // What is another object is just hashed again.
  private byte[] hashOf(ProfileUpdate next) {
    if (update != next) {
      add(next.messageId());
      add(next.spaceId());
      add(next.profileId());
      add(next.computation().id());
      add(next.computation().key());
      add(next.computation().type().word());
      add(next.value().canonical());
      add(next.computedAt().toString());
      updateHash = result();
      update = next;
    }
    return updateHash;
  }

  private void add(@Nullable String part) {
    if (part == null) {
      text.append(ABSENT);
    } else {
      text.append(part);
    }
    text.append(UNIT_SEPARATOR);
  }

  private byte[] result() {
    sha256.add(text.toString());
    text.setLength(0);
    return sha256.bytes();
  }
}
