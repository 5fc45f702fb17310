package dev.oncegate.rollout;

import dev.oncegate.core.event.Flow;

/**
 * Which flow updates take, of a space, of a tier, or of whoever has no other gate.
 *
 * @param share of the profiles that take the dedupe flow
 */
public record FlowGate(GateScope scope, ProfileShare share) {

  /**
   * Reads {@code legacy}, {@code dedupe}, or a percentage of profiles that take the dedupe flow.
   *
   * @throws IllegalArgumentException with a sentence without a full stop, if it is none of them
   */
  public static ProfileShare parse(String text) {
    if (text.equals(Flow.LEGACY.word())) {
      return ProfileShare.NONE;
    }
    if (text.equals(Flow.DEDUPE.word())) {
      return ProfileShare.ALL;
    }
    try {
      return ProfileShare.parse(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "expected legacy, dedupe or a percentage from 0 to 100, found " + text, e);
    }
  }

  /** As it is kept and shown. */
  public String value() {
    if (share.equals(ProfileShare.NONE)) {
      return Flow.LEGACY.word();
    }
    return share.equals(ProfileShare.ALL) ? Flow.DEDUPE.word() : share.toString();
  }
}
