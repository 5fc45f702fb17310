package dev.oncegate.http;

import dev.oncegate.core.update.CodePoints;
import dev.oncegate.core.update.Destination;
import java.util.List;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A destination as JSON writes it. */
@Schema(name = "Destination")
public record DestinationBody(
    @Schema(required = true) String id,
    @Schema(required = true) String spaceId,
    @Schema(required = true, description = "sendgrid, webhook or any other word") String type,
    @Schema(description = "for people; the id when left out") String name,
    @Schema(defaultValue = "true") boolean enabled,
    @Schema(description = "types of external ids; when not empty, the destination is deduped")
        List<String> dedupesOn,
    @Schema(
            enumeration = {"track", "identify"},
            defaultValue = "track")
        String call,
    @Schema(
            enumeration = {"all", "one"},
            defaultValue = "all")
        String idsPerEvent,
    @Schema(
            enumeration = {"profile", "address"},
            defaultValue = "profile")
        String dedupeScope,
    @Schema(
            description = "never, on_reentry or an ISO-8601 period such as P30D",
            defaultValue = "never")
        String resend) {

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

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
