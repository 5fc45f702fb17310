package dev.oncegate.security;

import dev.oncegate.codec.Identifier;
import dev.oncegate.codec.WordParser;
import org.jspecify.annotations.Nullable;

/**
 * A role that somebody holds.
 *
 * @param spaceId where; null: in all spaces
 */
public record Grant(Role role, @Nullable String spaceId) {
  private static final char SEPARATOR = ':';

  /**
   * Reads {@code editor}, for all spaces, or {@code editor:spa_1}.
   *
   * @throws IllegalArgumentException with a sentence, if it is neither
   */
  public static Grant parse(String text) {
    int end = text.indexOf(SEPARATOR);
    if (end < 0) {
      return new Grant(WordParser.constant(text, Role.values()), null);
    }
    Role role = WordParser.constant(text.substring(0, end), Role.values());
    String spaceId = text.substring(end + 1);
    String fault = Identifier.fault(spaceId);
    if (fault != null) {
      throw new IllegalArgumentException("the space of a grant " + fault);
    }
    return new Grant(role, spaceId);
  }

  /** As {@link #parse} reads it. */
  public String word() {
    return spaceId == null ? role.word() : role.word() + SEPARATOR + spaceId;
  }

  @Override
  public String toString() {
    return word();
  }
}
