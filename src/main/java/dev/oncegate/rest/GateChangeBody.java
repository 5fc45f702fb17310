package dev.oncegate.rest;

import dev.oncegate.rest.ValidText.Format;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.validation.constraints.NotNull;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What a gate is to be, and why; whom it is for is in the path. */
@RegisterForReflection
@Schema(name = "GateChange")
public record GateChangeBody(
    @Nullable @ValidText(Format.NAME) String name,
    @Schema(description = "legacy, dedupe, or the percentage of profiles that dedupe")
        @NotNull(message = Problem.MISSING)
        String value,
    @NotNull(message = Problem.MISSING) @ValidText(Format.NAME) String reason) {}
