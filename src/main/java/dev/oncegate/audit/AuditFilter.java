package dev.oncegate.audit;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which entries are asked for; what is null is not asked about.
 *
 * @param from the first moment
 * @param to the moment after the last
 * @param objectId of any kind
 * @param within entries of these spaces only; null also asks for those of no space
 */
public record AuditFilter(
    @Nullable Instant from,
    @Nullable Instant to,
    @Nullable String actor,
    @Nullable String action,
    @Nullable String objectKind,
    @Nullable String objectId,
    @Nullable String spaceId,
    @Nullable Set<String> within) {
  public AuditFilter {
    within = within == null ? null : Set.copyOf(within);
  }
}
