package dev.oncegate.rest;

import dev.oncegate.rest.ValidText.Format;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Which rulebook is to be the candidate, and by which criterion; what is left out is as usual. */
@RegisterForReflection
@Schema(name = "CandidateStart")
public record CandidateStartBody(
    @Schema(description = "Of an uploaded version")
        @NotNull(message = Problem.MISSING)
        @ValidText(Format.NAME)
        String hash,
    @Schema(description = "For a promotion, so many decisions are compared; usually 100000")
        @Nullable
        @PositiveOrZero
        Long compared,
    @Schema(description = "And so many hours have passed, without any that differs; usually 24")
        @Nullable
        @PositiveOrZero
        Long hours,
    @Schema(description = "So many decisions that differ stop it; usually 10000")
        @Nullable
        @Positive
        Long stopAt,
    @NotNull(message = Problem.MISSING) @ValidText(Format.NAME) String reason) {}
