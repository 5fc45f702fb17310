package dev.oncegate.core.decide;

import dev.oncegate.core.update.ProfileUpdate;
import dev.oncegate.core.update.Resend;
import java.time.Instant;

/**
 * What the history says of a key.
 *
 * @param value the trait's value that was sent, canonical; empty for audiences and journeys
 * @param computedAt of the update that was sent
 * @param leftSince whether the profile left the computation after it
 */
public record LastSend(String value, Instant computedAt, boolean leftSince) {

  static LastSend of(ProfileUpdate update) {
    return new LastSend(messageOf(update), update.computedAt(), false);
  }

  LastSend left() {
    return new LastSend(value, computedAt, true);
  }

  /** Whether sending the update would be sending this again. */
  boolean covers(ProfileUpdate update, Resend resend) {
    if (!value.equals(messageOf(update))) {
      return false;
    }
    return switch (resend) {
      case Resend.Never _ -> true;
      case Resend.OnReentry _ -> !leftSince;
      case Resend.After after -> update.computedAt().isBefore(after.from(computedAt));
    };
  }

  /** A trait is a new message with each value; an audience or a journey is one message. */
  private static String messageOf(ProfileUpdate update) {
    return update.computation().type().isTrait() ? update.value().canonical() : "";
  }
}
