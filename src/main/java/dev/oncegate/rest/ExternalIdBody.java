package dev.oncegate.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.oncegate.codec.WordParser;
import dev.oncegate.core.update.ExternalId;
import dev.oncegate.core.update.Rfc3339;
import dev.oncegate.rest.ValidText.Format;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.validation.constraints.NotNull;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** An external id as JSON writes it. */
@RegisterForReflection
@Schema(name = "ExternalId")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ExternalIdBody(
    @Schema(description = "email, phone, user_id, anonymous_id or any other word")
        @NotNull(message = Problem.MISSING)
        @ValidText(Format.NAME)
        String type,
    @NotNull(message = Problem.MISSING) @ValidText(Format.EXTERNAL_ID) String id,
    @Schema(description = "RFC 3339; left out, or null, where it is not known")
        @ValidText(Format.INSTANT)
        @Nullable String createdAt) {

  static ExternalIdBody of(ExternalId id) {
    return new ExternalIdBody(
        id.type(), id.id(), id.createdAt() == null ? null : Rfc3339.format(id.createdAt()));
  }

  ExternalId toExternalId() {
    return new ExternalId(type, id, createdAt == null ? null : WordParser.instant(createdAt));
  }
}
