package dev.oncegate.rest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.oncegate.rules.store.ReleaseRequest;
import dev.oncegate.rules.store.ReleaseRequest.ReleaseDecision;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A request to put a rulebook in force.
 *
 * @param reason why it is requested
 * @param decisionReason why it was approved or rejected
 */
@RegisterForReflection
@Schema(name = "ReleaseRequest")
public record ReleaseRequestBody(
    long id,
    String rulebook,
    @Schema(enumeration = {"open", "approved", "rejected"}) String state,
    String requestedBy,
    Instant requestedAt,
    @Nullable String reason,
    @Nullable String decidedBy,
    @Nullable Instant decidedAt,
    @Nullable String decisionReason,
    @Schema(
            description =
                "what the check found, what differs from the rulebook in force, and the backtest",
            type = SchemaType.OBJECT)
        JsonNode evidence) {

  static ReleaseRequestBody of(ReleaseRequest request) {
    ReleaseDecision decision = request.decision();
    return new ReleaseRequestBody(
        request.id(),
        request.hash(),
        request.state().word(),
        request.requestedBy(),
        request.requestedAt(),
        request.reason(),
        decision == null ? null : decision.by(),
        decision == null ? null : decision.at(),
        decision == null ? null : decision.reason(),
        JsonText.parse(request.evidence()));
  }
}
