package dev.oncegate.rest;

import dev.oncegate.codec.WordParser;
import dev.oncegate.core.update.CodePoints;
import dev.oncegate.core.update.Destination;
import dev.oncegate.core.update.Resend;
import dev.oncegate.rest.ValidText.Format;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A destination as JSON writes it. */
@RegisterForReflection
@Schema(name = "Destination")
public record DestinationBody(
    // Beside the destinations' ids, an event's "integrations" has a key All.
    @NotNull(message = Problem.MISSING)
        @ValidText(Format.NAME)
        @Pattern(
            regexp = "(?s)(?!All$).*",
            message = "All means every destination and cannot be the name of one")
        String id,
    @NotNull(message = Problem.MISSING) @ValidText(Format.NAME) String spaceId,
    @Schema(description = "sendgrid, webhook or any other word")
        @NotNull(message = Problem.MISSING)
        @ValidText(Format.NAME)
        String type,
    @Schema(description = "for people; the id when left out") @ValidText(Format.ANY)
        @Nullable String name,
    @Schema(defaultValue = "true") Boolean enabled,
    @Schema(description = "types of external ids; when not empty, the destination is deduped")
        List<@ValidText(Format.NAME) String> dedupesOn,
    @Schema(
            enumeration = {"track", "identify"},
            defaultValue = "track")
        @ValidText(Format.CALL)
        String call,
    @Schema(
            enumeration = {"all", "one"},
            defaultValue = "all")
        @ValidText(Format.IDS_PER_EVENT)
        String idsPerEvent,
    @Schema(
            enumeration = {"profile", "address"},
            defaultValue = "profile")
        @ValidText(Format.DEDUPE_SCOPE)
        String dedupeScope,
    @Schema(
            description = "never, on_reentry or an ISO-8601 period such as P30D",
            defaultValue = "never")
        @ValidText(Format.RESEND)
        String resend) {

  @SuppressWarnings("NullAway") // What is left out comes as null.
  public DestinationBody {
    enabled = enabled == null || enabled;
    dedupesOn = dedupesOn == null ? List.of() : dedupesOn;
    call = call == null ? "track" : call;
    idsPerEvent = idsPerEvent == null ? "all" : idsPerEvent;
    dedupeScope = dedupeScope == null ? "profile" : dedupeScope;
    resend = resend == null ? "never" : resend;
  }

  static DestinationBody of(Destination destination) {
    return new DestinationBody(
        destination.id(),
        destination.spaceId(),
        destination.type(),
        destination.name(),
        destination.enabled(),
        destination.dedupesOn().stream().sorted(CodePoints::compare).toList(),
        destination.call().word(),
        word(destination.idsPerEvent()),
        word(destination.dedupeScope()),
        destination.resend().word());
  }

  Destination toDestination() {
    return new Destination(
        id,
        spaceId,
        type,
        name == null ? id : name,
        enabled,
        Set.copyOf(dedupesOn),
        WordParser.constant(call, Destination.Call.values()),
        WordParser.constant(idsPerEvent, Destination.IdsPerEvent.values()),
        WordParser.constant(dedupeScope, Destination.DedupeScope.values()),
        Resend.parse(resend));
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
