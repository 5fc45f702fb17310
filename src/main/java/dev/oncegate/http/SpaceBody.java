package dev.oncegate.http;

import dev.oncegate.core.update.Space;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A space as JSON writes it. */
@Schema(name = "Space")
public record SpaceBody(
    @Schema(required = true) String id,
    @Schema(description = "free, self_service, business or any other word") String tier) {

  static SpaceBody of(Space space) {
    return new SpaceBody(space.id(), space.tier());
  }
}
