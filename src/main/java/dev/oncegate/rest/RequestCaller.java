package dev.oncegate.rest;

import dev.oncegate.security.Caller;
import dev.oncegate.security.Role;
import dev.oncegate.security.SpaceScope;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.inject.Singleton;

/** Whom the request comes from that is being answered, and in which spaces he may do what. */
@Singleton
final class RequestCaller {
  // Of the request, whichever it is.
  private final SecurityIdentity identity;

  RequestCaller(SecurityIdentity identity) {
    this.identity = identity;
  }

  Caller get() {
    if (identity.getPrincipal() instanceof Caller caller) {
      return caller;
    }
    throw new IllegalStateException("no request without a caller comes to a resource");
  }

  /** What is kept of who did something. */
  String name() {
    return get().name();
  }

  SpaceScope scopeOf(Role role) {
    return get().scopeOf(role);
  }

  /** Ends the request as for a space that does not exist, unless he has the role in it. */
  void require(Role role, String spaceId) {
    if (!scopeOf(role).contains(spaceId)) {
      throw new ProblemException(Responses.unknown("space " + spaceId));
    }
  }
}
