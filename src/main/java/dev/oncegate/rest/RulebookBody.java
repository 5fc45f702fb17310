package dev.oncegate.rest;

import dev.oncegate.rules.store.KeptRulebook;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** An uploaded version of the rulebook. */
@RegisterForReflection
@Schema(name = "Rulebook")
public record RulebookBody(
    String hash,
    String author,
    String note,
    Instant uploadedAt,
    List<String> files,
    boolean active) {

  static RulebookBody of(KeptRulebook version, @Nullable String active) {
    return new RulebookBody(
        version.hash(),
        version.author(),
        version.note(),
        version.uploadedAt(),
        version.files(),
        version.hash().equals(active));
  }
}
