package dev.oncegate.http;

import dev.oncegate.core.update.ExternalId;
import dev.oncegate.http.Text.Format;
import dev.oncegate.identity.OwnedId;
import dev.oncegate.json.Words;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.validation.constraints.NotNull;
import org.jspecify.annotations.Nullable;

/** A line of a bulk load of external ids. */
@RegisterForReflection
record OwnedIdBody(
    @NotNull(message = Problem.MISSING) @Text(Format.NAME) String spaceId,
    @NotNull(message = Problem.MISSING) @Text(Format.NAME) String profileId,
    @NotNull(message = Problem.MISSING) @Text(Format.NAME) String type,
    @NotNull(message = Problem.MISSING) @Text(Format.EXTERNAL_ID) String id,
    @Text(Format.INSTANT) @Nullable String createdAt) {

  OwnedId toOwnedId() {
    return new OwnedId(
        spaceId,
        profileId,
        new ExternalId(type, id, createdAt == null ? null : Words.instant(createdAt)));
  }
}
