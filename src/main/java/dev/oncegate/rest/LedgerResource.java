package dev.oncegate.rest;

import dev.oncegate.pipeline.LedgerCatchUp;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
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

  LedgerResource(LedgerCatchUp catchUp) {
    this.catchUp = catchUp;
  }

  @POST
  @Path("catch-up")
  @Operation(
      summary = "Remembers what the legacy flow sent since a time, out of the published events",
      description = "Answers when it is done. To do it again changes nothing.")
  @APIResponse(responseCode = "400", ref = ApiDescription.PROBLEM)
  public CaughtUpBody catchUp(@QueryParam("since") @Nullable String since) {
    return CaughtUpBody.of(catchUp.since(SinceParameter.instantOf(since)));
  }
}
