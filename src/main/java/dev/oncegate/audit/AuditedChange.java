package dev.oncegate.audit;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a change did.
 *
 * @param action {@code save}, {@code delete}, {@code activate}
 * @param objectKind of what was changed: {@code destination}
 * @param spaceId to which space it belongs; null for what belongs to none or several
 * @param before its fields before; null where it was not there
 * @param after its fields after; null where it is gone
 */
public record AuditedChange(
    String action,
    String objectKind,
    String objectId,
    @Nullable String spaceId,
    @Nullable Map<String, ?> before,
    @Nullable Map<String, ?> after) {
  public AuditedChange {
    before = copy(before);
    after = copy(after);
  }

  // In its order, and with nulls, unlike Map.copyOf.
  private static @Nullable Map<String, ?> copy(@Nullable Map<String, ?> fields) {
    return fields == null ? null : Collections.unmodifiableMap(new LinkedHashMap<>(fields));
  }
}
