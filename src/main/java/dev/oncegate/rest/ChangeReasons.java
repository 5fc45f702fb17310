package dev.oncegate.rest;

import dev.oncegate.rollout.ChangeReason;
import org.jspecify.annotations.Nullable;

/** Who changes a flag or a gate, and why, as a request says it. */
final class ChangeReasons {
  static final String NOBODY = "unknown";

  private ChangeReasons() {}

  static ChangeReason of(String author, @Nullable String reason) {
    if (reason == null || reason.isBlank()) {
      throw new ProblemException(Problem.invalid("reason", Problem.MISSING));
    }
    return new ChangeReason(author.isBlank() ? NOBODY : author.strip(), reason.strip());
  }
}
