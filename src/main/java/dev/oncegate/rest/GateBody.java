package dev.oncegate.rest;

import dev.oncegate.rollout.FlowGate;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A gate as JSON writes it. */
@RegisterForReflection
@Schema(name = "Gate")
public record GateBody(
    @Schema(description = "default, tier or space") String scope,
    @Schema(description = "The tier, or the space's id; empty for the default") String name,
    @Schema(description = "legacy, dedupe, or the percentage of profiles that dedupe")
        String value) {

  static GateBody of(FlowGate gate) {
    return new GateBody(gate.scope().kind().word(), gate.scope().name(), gate.value());
  }
}
