package dev.oncegate.rest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.oncegate.audit.AuditEntry;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * An entry of the audit.
 *
 * @param object its id; {@code *} where many were changed at once
 */
@RegisterForReflection
@Schema(name = "AuditEntry")
public record AuditEntryBody(
    long id,
    Instant at,
    String who,
    @Schema(enumeration = {"api", "page", "command", "sql", "directory"}) String source,
    String action,
    String kind,
    String object,
    @Nullable String space,
    @Schema(type = SchemaType.OBJECT) @Nullable JsonNode before,
    @Schema(type = SchemaType.OBJECT) @Nullable JsonNode after,
    @Nullable String reason,
    String previousHash,
    String hash) {

  static AuditEntryBody of(AuditEntry entry) {
    return new AuditEntryBody(
        entry.id(),
        entry.at(),
        entry.actor(),
        entry.source(),
        entry.action(),
        entry.objectKind(),
        entry.objectId(),
        entry.spaceId(),
        entry.before() == null ? null : JsonText.parse(entry.before()),
        entry.after() == null ? null : JsonText.parse(entry.after()),
        entry.reason(),
        entry.previousHash(),
        entry.hash());
  }
}
