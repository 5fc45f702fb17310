package dev.oncegate.rest;

import dev.oncegate.audit.AuditEntries;
import dev.oncegate.audit.AuditedChange;
import dev.oncegate.pipeline.LedgerCatchUp;
import dev.oncegate.security.RoleName;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The send ledger, after the kill switch was thrown. */
@Path("/api/ledger")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "Rollout")
public class LedgerResource {
  private final LedgerCatchUp catchUp;
  private final AuditEntries audit;

  LedgerResource(LedgerCatchUp catchUp, AuditEntries audit) {
    this.catchUp = catchUp;
    this.audit = audit;
  }

  @POST
  @RolesAllowed(RoleName.OPERATOR_OF_ALL)
  @Path("catch-up")
  @Operation(
      summary = "Remembers what the legacy flow sent since a time, out of the published events",
      description = "Answers when it is done. To do it again changes nothing.")
  @APIResponse(responseCode = "400", ref = ApiDescription.PROBLEM)
  public CaughtUpBody catchUp(@QueryParam("since") @Nullable String since) {
    Instant from = SinceParameter.instantOf(since);
    LedgerCatchUp.CaughtUp done = catchUp.since(from);
    audit.add(
        new AuditedChange(
            "catch-up",
            "ledger",
            "*",
            null,
            null,
            Map.of("since", from.toString(), "remembered", done.remembered())));
    return CaughtUpBody.of(done);
  }
}
