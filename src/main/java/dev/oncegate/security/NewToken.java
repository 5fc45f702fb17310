package dev.oncegate.security;

import dev.oncegate.codec.Identifier;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A token that is to be made.
 *
 * @param validFor after how long it expires; null: never
 */
public record NewToken(String name, List<Grant> grants, @Nullable Duration validFor) {
  // What is done without a token, and by a watched directory, goes by these names.
  private static final Set<String> TAKEN = Set.of(Caller.LOCAL, "directory");
  private static final Duration LONGEST = Duration.ofDays(3650);

  /**
   * Checks it.
   *
   * @throws IllegalArgumentException with a sentence, if there can be no such token
   */
  public NewToken {
    String fault = faultOfName(name);
    if (fault != null) {
      throw new IllegalArgumentException("the name of a token " + fault);
    }
    if (grants.isEmpty()) {
      throw new IllegalArgumentException("a token needs a grant, or it may do nothing");
    }
    grants = List.copyOf(grants);
  }

  /** What keeps a text from being the name of a token, or null. */
  public static @Nullable String faultOfName(String name) {
    if (TAKEN.contains(name)) {
      return "must not be " + name;
    }
    return name.startsWith(Caller.OF_ISSUER)
        ? "must not begin with " + Caller.OF_ISSUER
        : Identifier.fault(name);
  }

  /**
   * Reads {@code P90D} or {@code PT12H}.
   *
   * @throws IllegalArgumentException with a sentence, if it is no such time
   */
  public static Duration validFor(String text) {
    try {
      Duration duration = Duration.parse(text);
      if (duration.isPositive() && duration.compareTo(LONGEST) <= 0) {
        return duration;
      }
    } catch (DateTimeException _) {
      // Said below, in the words of a person.
    }
    throw new IllegalArgumentException(
        "expected days or hours such as P90D or PT12H, at most P3650D, found " + text);
  }
}
