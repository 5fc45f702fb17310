package dev.oncegate.core.update;

/**
 * A tenant.
 *
 * @param tier {@code free}, {@code self_service}, {@code business} or any other word; empty where
 *     it is not known
 */
public record Space(String id, String tier) {
  public Space {
    // One object for a word, however often it is read: rulebooks then know it at sight.
    id = id.intern();
    tier = tier.intern();
  }
}
