package dev.oncegate.audit;

import jakarta.enterprise.context.RequestScoped;
import org.jspecify.annotations.Nullable;

/** What a request says of itself. */
@RequestScoped
public class RequestOrigin {
  private AuditSource source = AuditSource.API;
  private @Nullable String reason;

  AuditSource source() {
    return source;
  }

  @Nullable String reason() {
    return reason;
  }

  /** Says that it came by another way than the API. */
  public void cameBy(AuditSource other) {
    source = other;
  }

  /** Why it is made. */
  public void giveReason(@Nullable String words) {
    reason = words;
  }
}
