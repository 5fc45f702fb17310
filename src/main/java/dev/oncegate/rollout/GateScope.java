package dev.oncegate.rollout;

import java.util.Locale;

/**
 * Whom a gate is for.
 *
 * @param name the space's id or the tier; empty for the default
 */
public record GateScope(GateKind kind, String name) {
  public static final GateScope DEFAULT = new GateScope(GateKind.DEFAULT, "");

  /** From what decides last to what decides first. */
  public enum GateKind {
    DEFAULT,
    TIER,
    SPACE;

    private final String word = name().toLowerCase(Locale.ROOT);

    public String word() {
      return word;
    }
  }

  public GateScope {
    if ((kind == GateKind.DEFAULT) != name.isEmpty()) {
      throw new IllegalArgumentException(
          "a gate of a tier or a space has its name, and the default gate has none");
    }
  }

  public static GateScope ofTier(String tier) {
    return new GateScope(GateKind.TIER, tier);
  }

  public static GateScope ofSpace(String spaceId) {
    return new GateScope(GateKind.SPACE, spaceId);
  }

  /** {@code space spa_1}, {@code tier free}, {@code default}. */
  @Override
  public String toString() {
    return kind == GateKind.DEFAULT ? kind.word() : kind.word() + " " + name;
  }
}
