package dev.oncegate.rest;

import dev.oncegate.explain.Explanation;
import dev.oncegate.explain.NoStoryException;
import dev.oncegate.explain.ServiceExplainer;
import dev.oncegate.security.Role;
import dev.oncegate.security.RoleName;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Why a profile got a message, or did not. */
@Path("/api/explain")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "Explain")
public class ExplainResource {
  private final ServiceExplainer story;
  private final RequestCaller caller;

  ExplainResource(ServiceExplainer story, RequestCaller caller) {
    this.story = story;
    this.caller = caller;
  }

  @GET
  @RolesAllowed(RoleName.VIEWER)
  @Operation(
      summary = "The story of a profile in a computation",
      description =
          "Each decision with its row and the row that nearly fired, and what the send ledger says"
              + " in the end. `space` is needed where the computation is in several; `since` leaves"
              + " out what was decided before (RFC 3339).")
  @APIResponse(responseCode = "400", ref = ApiDescription.PROBLEM)
  public Explanation explain(
      @QueryParam("profile") @Nullable String profile,
      @QueryParam("computation") @Nullable String computation,
      @QueryParam("destination") @Nullable String destination,
      @QueryParam("space") @Nullable String space,
      @QueryParam("since") @Nullable String since) {
    if (space != null) {
      caller.require(Role.VIEWER, space);
    }
    try {
      return story.of(
          space,
          caller.scopeOf(Role.VIEWER)::contains,
          given("profile", profile),
          given("computation", computation),
          destination,
          since == null ? null : instant(since));
    } catch (NoStoryException e) {
      throw new ProblemException(Problem.invalid("space", String.valueOf(e.getMessage())));
    }
  }

  private static String given(String name, @Nullable String value) {
    if (value == null || value.isEmpty()) {
      throw new ProblemException(Problem.invalid(name, "missing"));
    }
    return value;
  }

  private static Instant instant(String text) {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException _) {
      throw new ProblemException(
          Problem.invalid("since", "must be an RFC 3339 instant such as 2026-11-22T10:00:00Z"));
    }
  }
}
