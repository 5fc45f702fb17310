package dev.oncegate.rest;

import dev.oncegate.rollout.ChangeReason;
import dev.oncegate.rollout.FlowGate;
import dev.oncegate.rollout.GateScope;
import dev.oncegate.rollout.ProfileShare;
import dev.oncegate.rollout.RolloutBill;
import dev.oncegate.rollout.RolloutSettings;
import dev.oncegate.security.Role;
import dev.oncegate.security.RoleName;
import dev.oncegate.security.SpaceScope;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Which flow updates take: by space, else by tier, else by default. */
@Path("/api/gates")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "Rollout")
public class GatesResource {
  private static final String BILL =
      "By what was decided and sent since a time. With a value, of the profiles that it would move;"
          + " without one, of all whom the gate is for.";

  private final RolloutSettings settings;
  private final RolloutBill bills;
  private final ChangeReasons reasons;
  private final RequestCaller caller;

  GatesResource(
      RolloutSettings settings, RolloutBill bills, ChangeReasons reasons, RequestCaller caller) {
    this.settings = settings;
    this.bills = bills;
    this.reasons = reasons;
    this.caller = caller;
  }

  @GET
  @RolesAllowed(RoleName.VIEWER)
  @Operation(summary = "The gates that are set: the default, tiers, spaces")
  public List<GateBody> list() {
    SpaceScope scope = caller.scopeOf(Role.VIEWER);
    return settings.gates().stream()
        .filter(
            gate ->
                gate.scope().kind() != GateScope.GateKind.SPACE
                    || scope.contains(gate.scope().name()))
        .map(GateBody::of)
        .toList();
  }

  @PUT
  @RolesAllowed(RoleName.OPERATOR_OF_ALL)
  @Path("default")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(summary = "Sets the gate of spaces that have no other")
  @APIResponse(responseCode = "400", ref = ApiDescription.PROBLEM)
  public GateBody putDefault(GateChangeBody change) {
    return set(GateScope.DEFAULT, change);
  }

  @PUT
  @RolesAllowed(RoleName.OPERATOR_OF_ALL)
  @Path("tier/{name}")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(summary = "Sets the gate of a tier")
  @APIResponse(responseCode = "400", ref = ApiDescription.PROBLEM)
  public GateBody putTier(@PathParam("name") String name, GateChangeBody change) {
    return set(GateScope.ofTier(name), change);
  }

  @PUT
  @RolesAllowed(RoleName.OPERATOR)
  @Path("space/{name}")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(summary = "Sets the gate of a space")
  @APIResponse(responseCode = "400", ref = ApiDescription.PROBLEM)
  public GateBody putSpace(@PathParam("name") String name, GateChangeBody change) {
    caller.require(Role.OPERATOR, name);
    return set(GateScope.ofSpace(name), change);
  }

  @DELETE
  @RolesAllowed(RoleName.OPERATOR_OF_ALL)
  @Path("default")
  @Operation(summary = "Removes the default gate, so that the dedupe flow is the default")
  @APIResponse(responseCode = "204", description = "Removed")
  @APIResponse(responseCode = "404", ref = ApiDescription.PROBLEM)
  public Response deleteDefault(@QueryParam(OriginFilter.REASON) @Nullable String reason) {
    return remove(GateScope.DEFAULT, reason);
  }

  @DELETE
  @RolesAllowed(RoleName.OPERATOR_OF_ALL)
  @Path("tier/{name}")
  @Operation(summary = "Removes the gate of a tier, so that the default one counts")
  @APIResponse(responseCode = "204", description = "Removed")
  @APIResponse(responseCode = "404", ref = ApiDescription.PROBLEM)
  public Response deleteTier(
      @PathParam("name") String name, @QueryParam(OriginFilter.REASON) @Nullable String reason) {
    return remove(GateScope.ofTier(name), reason);
  }

  @DELETE
  @RolesAllowed(RoleName.OPERATOR)
  @Path("space/{name}")
  @Operation(summary = "Removes the gate of a space, so that its tier's or the default one counts")
  @APIResponse(responseCode = "204", description = "Removed")
  @APIResponse(responseCode = "404", ref = ApiDescription.PROBLEM)
  public Response deleteSpace(
      @PathParam("name") String name, @QueryParam(OriginFilter.REASON) @Nullable String reason) {
    caller.require(Role.OPERATOR, name);
    return remove(GateScope.ofSpace(name), reason);
  }

  @GET
  @RolesAllowed(RoleName.VIEWER_OF_ALL)
  @Path("default/bill")
  @Operation(summary = "What the default gate, or a move of it, is about", description = BILL)
  @APIResponse(responseCode = "400", ref = ApiDescription.PROBLEM)
  public BillBody billOfDefault(
      @QueryParam("since") @Nullable String since, @QueryParam("value") @Nullable String value) {
    return bill(GateScope.DEFAULT, since, value);
  }

  @GET
  @RolesAllowed(RoleName.VIEWER_OF_ALL)
  @Path("tier/{name}/bill")
  @Operation(summary = "What the gate of a tier, or a move of it, is about", description = BILL)
  @APIResponse(responseCode = "400", ref = ApiDescription.PROBLEM)
  public BillBody billOfTier(
      @PathParam("name") String name,
      @QueryParam("since") @Nullable String since,
      @QueryParam("value") @Nullable String value) {
    return bill(GateScope.ofTier(name), since, value);
  }

  @GET
  @RolesAllowed(RoleName.VIEWER)
  @Path("space/{name}/bill")
  @Operation(summary = "What the gate of a space, or a move of it, is about", description = BILL)
  @APIResponse(responseCode = "400", ref = ApiDescription.PROBLEM)
  public BillBody billOfSpace(
      @PathParam("name") String name,
      @QueryParam("since") @Nullable String since,
      @QueryParam("value") @Nullable String value) {
    caller.require(Role.VIEWER, name);
    return bill(GateScope.ofSpace(name), since, value);
  }

  private BillBody bill(GateScope scope, @Nullable String since, @Nullable String value) {
    Instant from = SinceParameter.instantOf(since);
    return BillBody.of(
        value == null
            ? bills.of(scope, from)
            : bills.of(new FlowGate(scope, shareOf(value)), from));
  }

  private GateBody set(GateScope scope, GateChangeBody change) {
    var gate = new FlowGate(scope, shareOf(change.value()));
    ChangeReason _ = reasons.require(change.reason());
    settings.set(gate);
    return GateBody.of(gate);
  }

  private Response remove(GateScope scope, @Nullable String reason) {
    ChangeReason _ = reasons.require(reason);
    return settings.remove(scope)
        ? Response.noContent().build()
        : Responses.unknown("gate of " + scope).response();
  }

  private static ProfileShare shareOf(String value) {
    try {
      return FlowGate.parse(value);
    } catch (IllegalArgumentException e) {
      throw new ProblemException(Problem.invalid("value", String.valueOf(e.getMessage())));
    }
  }
}
