package dev.oncegate.core.decide;

import dev.oncegate.core.update.Destination;
import dev.oncegate.core.update.ExternalId;
import dev.oncegate.core.update.ProfileUpdate;
import java.util.Locale;

/** Under what the history remembers a send: a computation's message, a destination, to whom. */
public record SendKey(String spaceId, String computationId, String destinationId, Subject subject) {

  /** Who gets a message once. */
  public sealed interface Subject {

    /** A profile, together with all that were merged with it. */
    record Profile(String id) implements Subject {}

    /** An address, whoever's it is; normalised. */
    record Address(String type, String id) implements Subject {}
  }

  static SendKey ofProfile(ProfileUpdate update, Destination destination) {
    return of(update, destination, new Subject.Profile(update.profileId()));
  }

  public static SendKey ofAddress(
      ProfileUpdate update, Destination destination, ExternalId address) {
    return of(
        update,
        destination,
        new Subject.Address(address.type(), normalised(address.type(), address.id())));
  }

  private static SendKey of(ProfileUpdate update, Destination destination, Subject subject) {
    return new SendKey(update.spaceId(), update.computation().id(), destination.id(), subject);
  }

  /**
   * An address as it is compared with others of its type: an email trimmed and in lower case, a
   * phone's digits and leading plus, any other as it is.
   */
  public static String normalised(String type, String id) {
    return switch (type) {
      case "email" -> id.strip().toLowerCase(Locale.ROOT);
      case "phone" -> digitsOf(id.strip());
      default -> id;
    };
  }

  private static String digitsOf(String phone) {
    var digits = new StringBuilder(phone.length());
    for (int i = 0; i < phone.length(); i++) {
      char c = phone.charAt(i);
      if ((c >= '0' && c <= '9') || (c == '+' && i == 0)) {
        digits.append(c);
      }
    }
    return digits.toString();
  }
}
