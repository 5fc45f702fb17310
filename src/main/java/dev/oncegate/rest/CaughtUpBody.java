package dev.oncegate.rest;

import dev.oncegate.pipeline.LedgerCatchUp;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What the ledger caught up with. */
@RegisterForReflection
@Schema(name = "CaughtUp")
public record CaughtUpBody(
    @Schema(description = "Events of the legacy flow that were read") long events,
    @Schema(description = "Updates of which a destination that dedupes got any") long updates,
    @Schema(description = "Sends and exits that the ledger now has") long remembered,
    @Schema(description = "Records that are no events") long unreadable,
    @Schema(description = "Records since then that are not kept any more, at most") long notKept) {

  static CaughtUpBody of(LedgerCatchUp.CaughtUp done) {
    return new CaughtUpBody(
        done.events(), done.updates(), done.remembered(), done.unreadable(), done.notKept());
  }
}
