package dev.oncegate.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.oncegate.core.update.ExternalId;
import dev.oncegate.core.update.Rfc3339;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** An external id as JSON writes it. */
@Schema(name = "ExternalId")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ExternalIdBody(
    @Schema(required = true, description = "email, phone, user_id, anonymous_id or any other word")
        String type,
    @Schema(required = true) String id,
    @Schema(description = "RFC 3339; left out where it is not known") @Nullable String createdAt) {

  static ExternalIdBody of(ExternalId id) {
    return new ExternalIdBody(
        id.type(), id.id(), id.createdAt() == null ? null : Rfc3339.format(id.createdAt()));
  }
}
