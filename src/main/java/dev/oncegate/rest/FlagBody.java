package dev.oncegate.rest;

import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A flag as JSON writes it. */
@RegisterForReflection
@Schema(name = "Flag")
public record FlagBody(
    @Schema(description = "dedupe, compare, candidate") String name,
    @Schema(description = "What it is set to, or its usual value") String value,
    @Schema(description = "What it says on the instance that answers") String inForce) {}
