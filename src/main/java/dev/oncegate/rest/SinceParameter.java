package dev.oncegate.rest;

import dev.oncegate.codec.WordParser;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The query parameter {@code since}, where it must be given. */
final class SinceParameter {
  private SinceParameter() {}

  static Instant instantOf(@Nullable String since) {
    if (since == null) {
      throw new ProblemException(Problem.invalid("since", Problem.MISSING));
    }
    try {
      return WordParser.instant(since);
    } catch (IllegalArgumentException e) {
      throw new ProblemException(Problem.invalid("since", String.valueOf(e.getMessage())));
    }
  }
}
