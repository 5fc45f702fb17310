package dev.oncegate.rest;

import dev.oncegate.rest.ValidText.Format;
import dev.oncegate.security.Grant;
import dev.oncegate.security.NewToken;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A token that is to be made, as JSON writes it. */
@RegisterForReflection
@Schema(name = "NewToken")
public record NewTokenBody(
    @NotNull(message = Problem.MISSING) @ValidText(Format.TOKEN_NAME) String name,
    @Schema(description = "each a role, for all spaces, or a role and a space: editor:spa_1")
        @NotNull(message = Problem.MISSING)
        @NotEmpty(message = "must name a role")
        List<@ValidText(Format.GRANT) String> grants,
    @Schema(description = "after how long it expires, such as P90D; never when left out")
        @ValidText(Format.VALID_FOR)
        @Nullable String expires) {

  NewToken toNewToken() {
    return new NewToken(
        name,
        grants.stream().map(Grant::parse).distinct().toList(),
        expires == null ? null : NewToken.validFor(expires));
  }
}
