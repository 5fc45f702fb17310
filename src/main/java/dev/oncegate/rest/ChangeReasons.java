package dev.oncegate.rest;

import dev.oncegate.audit.RequestOrigin;
import dev.oncegate.rollout.ChangeReason;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** Why something is changed that nobody may change without saying why. */
@Singleton
final class ChangeReasons {
  // Of the request, whichever it is.
  private final RequestOrigin origin;
  private final RequestCaller caller;

  ChangeReasons(RequestOrigin origin, RequestCaller caller) {
    this.origin = origin;
    this.caller = caller;
  }

  /**
   * Has the audit say why; who asks, and why.
   *
   * @throws ProblemException if there is no reason
   */
  ChangeReason require(@Nullable String reason) {
    if (reason == null || reason.isBlank()) {
      throw new ProblemException(Problem.invalid("reason", Problem.MISSING));
    }
    origin.giveReason(reason.strip());
    return new ChangeReason(caller.name(), reason.strip());
  }
}
