package dev.oncegate.core.update;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What is computed over profiles.
 *
 * @param key the name under which receivers know it
 */
public record Computation(String id, String key, Type type) {

  public enum Type {
    AUDIENCE,
    JOURNEY,
    COMPUTED_TRAIT,
    SQL_TRAIT;

    private final String word = name().toLowerCase(Locale.ROOT);

    /** As messages and tables write it: {@code computed_trait}. */
    public String word() {
      return word;
    }

    /** Whether a profile is in or out of it, or it has a value that changes. */
    public boolean isTrait() {
      return this == COMPUTED_TRAIT || this == SQL_TRAIT;
    }

    /** The type with that word, or null if there is none. */
    public static @Nullable Type of(String word) {
      for (Type type : values()) {
        if (type.word.equals(word)) {
          return type;
        }
      }
      return null;
    }
  }
}
