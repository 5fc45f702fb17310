package dev.oncegate.rest;

import dev.oncegate.core.update.Space;
import dev.oncegate.rest.ValidText.Format;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.validation.constraints.NotNull;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A space as JSON writes it. */
@RegisterForReflection
@Schema(name = "Space")
public record SpaceBody(
    @NotNull(message = Problem.MISSING) @ValidText(Format.NAME) String id,
    @Schema(description = "free, self_service, business or any other word") @ValidText(Format.ANY)
        String tier) {

  @SuppressWarnings("NullAway") // What is left out comes as null.
  public SpaceBody {
    tier = tier == null ? "" : tier;
  }

  static SpaceBody of(Space space) {
    return new SpaceBody(space.id(), space.tier());
  }

  Space toSpace() {
    return new Space(id, tier);
  }
}
