package dev.oncegate.rest;

import dev.oncegate.codec.WordParser;
import dev.oncegate.core.update.ExternalId;
import dev.oncegate.identity.OwnedId;
import dev.oncegate.rest.ValidText.Format;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.validation.constraints.NotNull;
import org.jspecify.annotations.Nullable;

/** A line of a bulk load of external ids. */
@RegisterForReflection
record OwnedIdBody(
    @NotNull(message = Problem.MISSING) @ValidText(Format.NAME) String spaceId,
    @NotNull(message = Problem.MISSING) @ValidText(Format.NAME) String profileId,
    @NotNull(message = Problem.MISSING) @ValidText(Format.NAME) String type,
    @NotNull(message = Problem.MISSING) @ValidText(Format.EXTERNAL_ID) String id,
    @ValidText(Format.INSTANT) @Nullable String createdAt)
    implements BulkLoad.BulkLine {

  OwnedId toOwnedId() {
    return new OwnedId(
        spaceId,
        profileId,
        new ExternalId(type, id, createdAt == null ? null : WordParser.instant(createdAt)));
  }
}
