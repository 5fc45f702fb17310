package dev.oncegate.audit;

import io.quarkus.arc.Arc;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;

/** Who makes the change that is being made. */
@Singleton
public final class CurrentActor {
  private final Instance<SecurityIdentity> identity;
  private final RequestOrigin request;

  CurrentActor(Instance<SecurityIdentity> identity, RequestOrigin request) {
    this.identity = identity;
    this.request = request;
  }

  /** Where a change of the current request comes from. */
  public ChangeOrigin origin() {
    if (!Arc.container().requestContext().isActive()) {
      return new ChangeOrigin(ChangeOrigin.NOBODY, AuditSource.API, null);
    }
    return new ChangeOrigin(
        identity.get().getPrincipal().getName(), request.source(), request.reason());
  }
}
