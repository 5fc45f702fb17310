package dev.oncegate.rest;

import dev.oncegate.rest.ValidText.Format;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.validation.constraints.NotNull;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What a flag is to be, and why. */
@RegisterForReflection
@Schema(name = "FlagChange")
public record FlagChangeBody(
    @NotNull(message = Problem.MISSING) String name,
    @Schema(description = "on or off for dedupe, a percentage for the others")
        @NotNull(message = Problem.MISSING)
        String value,
    @NotNull(message = Problem.MISSING) @ValidText(Format.NAME) String reason) {}
