package dev.oncegate.core.decide;

import dev.oncegate.core.update.Destination;
import dev.oncegate.core.update.ExternalId;
import dev.oncegate.core.update.ProfileUpdate;

/** Under what the history remembers a send: a computation's message, a destination, to whom. */
public record SendKey(String spaceId, String computationId, String destinationId, Subject subject) {

  /** Who gets a message once. */
  public sealed interface Subject {

    /** A profile, together with all that were merged with it. */
    record Profile(String id) implements Subject {}

    /** An address, whoever's it is; its type in lower case, its id normalised. */
    record Address(String type, String id) implements Subject {
      public static Address of(ExternalId id) {
        return new Address(id.kind(), AddressSpelling.normalised(id.type(), id.id()));
      }
    }
  }

  public static SendKey ofProfile(ProfileUpdate update, Destination destination) {
    return of(update, destination, new Subject.Profile(update.profileId()));
  }

  public static SendKey ofAddress(
      ProfileUpdate update, Destination destination, ExternalId address) {
    return of(update, destination, Subject.Address.of(address));
  }

  private static SendKey of(ProfileUpdate update, Destination destination, Subject subject) {
    return new SendKey(update.spaceId(), update.computation().id(), destination.id(), subject);
  }
}
