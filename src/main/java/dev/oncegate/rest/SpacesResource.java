package dev.oncegate.rest;

import dev.oncegate.core.update.Space;
import dev.oncegate.integrations.Catalog;
import dev.oncegate.security.Role;
import dev.oncegate.security.RoleName;
import dev.oncegate.security.SpaceScope;
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
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Tenants and their tiers. */
@Path(SpacesResource.PATH)
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "Spaces")
public class SpacesResource {
  static final String PATH = "/api/spaces";

  private final Catalog catalog;
  private final RequestCaller caller;

  SpacesResource(Catalog catalog, RequestCaller caller) {
    this.catalog = catalog;
    this.caller = caller;
  }

  @GET
  @RolesAllowed(RoleName.VIEWER)
  @Operation(summary = "All spaces, by id")
  public List<SpaceBody> list() {
    SpaceScope scope = caller.scopeOf(Role.VIEWER);
    return catalog.spaces().stream()
        .filter(it -> scope.contains(it.id()))
        .map(SpaceBody::of)
        .toList();
  }

  @GET
  @RolesAllowed(RoleName.VIEWER)
  @Path("{id}")
  @Operation(summary = "One space")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = SpaceBody.class)))
  @APIResponse(responseCode = "404", ref = ApiDescription.PROBLEM)
  public SpaceBody get(@PathParam("id") String id) {
    caller.require(Role.VIEWER, id);
    return catalog
        .space(id)
        .map(SpaceBody::of)
        .orElseThrow(() -> new ProblemException(Responses.unknown("space " + id)));
  }

  @POST
  @RolesAllowed(RoleName.ADMIN)
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(summary = "Creates a space, or replaces the one with its id")
  @APIResponse(
      responseCode = "201",
      description = "Created",
      content = @Content(schema = @Schema(implementation = SpaceBody.class)))
  @APIResponse(
      responseCode = "200",
      description = "Replaced",
      content = @Content(schema = @Schema(implementation = SpaceBody.class)))
  @APIResponse(responseCode = "400", ref = ApiDescription.PROBLEM)
  public Response post(SpaceBody body) {
    return save(body);
  }

  @PUT
  @RolesAllowed(RoleName.ADMIN)
  @Path("{id}")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(summary = "Creates or replaces the space with this id; the body may leave the id out")
  @APIResponse(
      responseCode = "201",
      description = "Created",
      content = @Content(schema = @Schema(implementation = SpaceBody.class)))
  @APIResponse(
      responseCode = "200",
      description = "Replaced",
      content = @Content(schema = @Schema(implementation = SpaceBody.class)))
  @APIResponse(responseCode = "400", ref = ApiDescription.PROBLEM)
  public Response put(@PathParam("id") String id, SpaceBody body) {
    return save(body);
  }

  @DELETE
  @RolesAllowed(RoleName.ADMIN)
  @Path("{id}")
  @Operation(summary = "Removes a space; 409 while it has destinations")
  @APIResponse(responseCode = "204", description = "Removed")
  @APIResponse(responseCode = "404", ref = ApiDescription.PROBLEM)
  public Response delete(@PathParam("id") String id) {
    caller.require(Role.ADMIN, id);
    return Responses.removed(catalog.removeSpace(id), "space " + id);
  }

  private Response save(SpaceBody body) {
    Space space = body.toSpace();
    caller.require(Role.ADMIN, space.id());
    return Responses.saved(catalog.save(space), PATH, space.id(), SpaceBody.of(space));
  }
}
