package dev.oncegate.rest;

import dev.oncegate.audit.RequestOrigin;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** Why something is changed that nobody may change without saying why. */
@Singleton
final class ChangeReasons {
  // Of the request, whichever it is.
  private final RequestOrigin origin;

  ChangeReasons(RequestOrigin origin) {
    this.origin = origin;
  }

  /**
   * Has the audit say why.
   *
   * @throws ProblemException if there is no reason
   */
  void require(@Nullable String reason) {
    if (reason == null || reason.isBlank()) {
      throw new ProblemException(Problem.invalid("reason", Problem.MISSING));
    }
    origin.giveReason(reason.strip());
  }
}
