package dev.oncegate.rollout;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What can be switched at run time for all spaces. */
public enum RolloutFlag {
  /** {@code on} or {@code off}; off is the kill switch. */
  DEDUPE("on"),
  /** For which percentage of profiles both flows run and are compared. */
  COMPARE("0"),
  /** For which percentage of profiles a candidate is decided too, while one runs. */
  CANDIDATE("1");

  private final String word = name().toLowerCase(Locale.ROOT);
  private final String usual;

  RolloutFlag(String usual) {
    this.usual = usual;
  }

  public String word() {
    return word;
  }

  /** The flag with that word, or null if there is none. */
  public static @Nullable RolloutFlag of(String word) {
    for (RolloutFlag flag : values()) {
      if (flag.word.equals(word)) {
        return flag;
      }
    }
    return null;
  }

  /** What it says where nobody has set it. */
  public String usual() {
    return usual;
  }

  /**
   * The value as it is kept.
   *
   * @throws IllegalArgumentException with a sentence without a full stop, if it cannot have it
   */
  public String canonical(String text) {
    return switch (this) {
      case DEDUPE -> {
        if (!text.equals("on") && !text.equals("off")) {
          throw new IllegalArgumentException("expected on or off, found " + text);
        }
        yield text;
      }
      case COMPARE, CANDIDATE -> ProfileShare.parse(text).toString();
    };
  }
}
