package dev.oncegate.rest;

import dev.oncegate.audit.AuditLog;
import dev.oncegate.audit.AuditNote;
import dev.oncegate.audit.AuditedChange;
import dev.oncegate.codec.Identifier;
import dev.oncegate.codec.InputFault;
import dev.oncegate.core.update.ExternalId;
import dev.oncegate.identity.ExternalIdTable;
import dev.oncegate.identity.OwnedId;
import dev.oncegate.security.Role;
import dev.oncegate.security.RoleName;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What a profile is known by. */
@Path("/api/profiles/{space}/{profile}/external-ids")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "External ids")
public class ExternalIdsResource {
  private final ExternalIdTable externalIds;
  private final RequestCaller caller;
  private final AuditLog audit;

  ExternalIdsResource(ExternalIdTable externalIds, RequestCaller caller, AuditLog audit) {
    this.externalIds = externalIds;
    this.caller = caller;
    this.audit = audit;
  }

  @GET
  @RolesAllowed(RoleName.VIEWER)
  @Operation(
      summary = "The profile's own external ids, by type and id",
      description = "Without those of profiles that were merged into it; empty for an unknown one.")
  public List<ExternalIdBody> list(
      @PathParam("space") String space, @PathParam("profile") String profile) {
    check(Role.VIEWER, space, profile);
    return bodies(externalIds.of(space, profile));
  }

  @POST
  @RolesAllowed(RoleName.EDITOR)
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Gives the profile an external id, or an array of them",
      description = "The others stay. One that it has already gets the new createdAt.")
  @APIResponse(
      responseCode = "201",
      description = "All the profile's external ids, of which some are new",
      content =
          @Content(
              schema = @Schema(type = SchemaType.ARRAY, implementation = ExternalIdBody.class)))
  @APIResponse(
      responseCode = "200",
      description = "All the profile's external ids, of which none is new",
      content =
          @Content(
              schema = @Schema(type = SchemaType.ARRAY, implementation = ExternalIdBody.class)))
  @APIResponse(responseCode = "400", ref = ApiDescription.PROBLEM)
  public Response post(
      @PathParam("space") String space,
      @PathParam("profile") String profile,
      List<ExternalIdBody> body) {
    check(Role.EDITOR, space, profile);
    int before = externalIds.of(space, profile).size();
    externalIds.put(
        body.stream().map(id -> new OwnedId(space, profile, id.toExternalId())).toList(),
        body.isEmpty() ? AuditNote.NONE : note("save", space, profile, null, countsOf(body)));
    List<ExternalId> after = externalIds.of(space, profile);
    var status = after.size() > before ? Response.Status.CREATED : Response.Status.OK;
    return Response.status(status).entity(bodies(after)).build();
  }

  @PUT
  @RolesAllowed(RoleName.EDITOR)
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(summary = "The same as POST")
  @APIResponse(responseCode = "400", ref = ApiDescription.PROBLEM)
  public Response put(
      @PathParam("space") String space,
      @PathParam("profile") String profile,
      List<ExternalIdBody> body) {
    return post(space, profile, body);
  }

  @DELETE
  @RolesAllowed(RoleName.EDITOR)
  @Path("{type}/{id:.+}")
  @Operation(
      summary = "Takes an external id from the profile",
      description = "Whether its type is in upper or lower case.")
  @APIResponse(responseCode = "204", description = "Removed")
  @APIResponse(responseCode = "404", ref = ApiDescription.PROBLEM)
  public Response delete(
      @PathParam("space") String space,
      @PathParam("profile") String profile,
      @PathParam("type") String type,
      @PathParam("id") String id) {
    check(Role.EDITOR, space, profile);
    // A blank id may be there from before such were refused.
    if (Identifier.fault(type) == null
        && Identifier.faultOfText(id) == null
        && externalIds.remove(
            space, profile, type, id, note("delete", space, profile, Map.of(type, 1), null))) {
      return Response.noContent().build();
    }
    return Responses.unknown("external id " + type + " " + id + " of profile " + profile)
        .response();
  }

  /** Without the ids themselves, which are of persons: an entry can never be erased. */
  private AuditNote note(
      String action,
      String space,
      String profile,
      @Nullable Map<String, ?> before,
      @Nullable Map<String, ?> after) {
    return audit.note(new AuditedChange(action, "external-ids", profile, space, before, after));
  }

  /** How many of each type. */
  private static Map<String, Integer> countsOf(List<ExternalIdBody> body) {
    var counts = new TreeMap<String, Integer>();
    body.forEach(id -> counts.merge(id.type(), 1, Integer::sum));
    return counts;
  }

  private void check(Role role, String space, String profile) {
    var findings = new ArrayList<InputFault>();
    String faultOfSpace = Identifier.fault(space);
    if (faultOfSpace != null) {
      findings.add(new InputFault("space", faultOfSpace));
    }
    String faultOfProfile = Identifier.fault(profile);
    if (faultOfProfile != null) {
      findings.add(new InputFault("profile", faultOfProfile));
    }
    if (!findings.isEmpty()) {
      throw new ProblemException(Problem.invalid(findings));
    }
    caller.require(role, space);
  }

  private static List<ExternalIdBody> bodies(List<ExternalId> ids) {
    return ids.stream().map(ExternalIdBody::of).toList();
  }
}
