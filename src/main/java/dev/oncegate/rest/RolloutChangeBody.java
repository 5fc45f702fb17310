package dev.oncegate.rest;

import dev.oncegate.rollout.RolloutChange;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A change of a flag or a gate. */
@RegisterForReflection
@Schema(name = "RolloutChange")
public record RolloutChangeBody(
    Instant at,
    String author,
    @Schema(description = "flag dedupe, gate space spa_1") String subject,
    @Nullable String from,
    @Nullable String to,
    String reason) {

  static RolloutChangeBody of(RolloutChange change) {
    return new RolloutChangeBody(
        change.at(),
        change.author(),
        change.subject(),
        change.from(),
        change.to(),
        change.reason());
  }
}
