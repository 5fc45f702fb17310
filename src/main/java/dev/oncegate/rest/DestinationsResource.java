package dev.oncegate.rest;

import dev.oncegate.core.update.Destination;
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

/** Where messages can go. */
@Path(DestinationsResource.PATH)
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "Destinations")
public class DestinationsResource {
  static final String PATH = "/api/destinations";

  private final Catalog catalog;
  private final RequestCaller caller;

  DestinationsResource(Catalog catalog, RequestCaller caller) {
    this.catalog = catalog;
    this.caller = caller;
  }

  @GET
  @RolesAllowed(RoleName.VIEWER)
  @Operation(summary = "All destinations, by id")
  public List<DestinationBody> list() {
    SpaceScope scope = caller.scopeOf(Role.VIEWER);
    return catalog.destinations().stream()
        .filter(it -> scope.contains(it.spaceId()))
        .map(DestinationBody::of)
        .toList();
  }

  @GET
  @RolesAllowed(RoleName.VIEWER)
  @Path("{id}")
  @Operation(summary = "One destination")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = DestinationBody.class)))
  @APIResponse(responseCode = "404", ref = ApiDescription.PROBLEM)
  public DestinationBody get(@PathParam("id") String id) {
    SpaceScope scope = caller.scopeOf(Role.VIEWER);
    return catalog
        .destination(id)
        .filter(it -> scope.contains(it.spaceId()))
        .map(DestinationBody::of)
        .orElseThrow(() -> new ProblemException(Responses.unknown("destination " + id)));
  }

  @POST
  @RolesAllowed(RoleName.EDITOR)
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(summary = "Creates a destination, or replaces the one with its id")
  @APIResponse(
      responseCode = "201",
      description = "Created",
      content = @Content(schema = @Schema(implementation = DestinationBody.class)))
  @APIResponse(
      responseCode = "200",
      description = "Replaced",
      content = @Content(schema = @Schema(implementation = DestinationBody.class)))
  @APIResponse(responseCode = "400", ref = ApiDescription.PROBLEM)
  public Response post(DestinationBody body) {
    return save(body);
  }

  @PUT
  @RolesAllowed(RoleName.EDITOR)
  @Path("{id}")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Creates or replaces the destination with this id; the body may leave the id out")
  @APIResponse(
      responseCode = "201",
      description = "Created",
      content = @Content(schema = @Schema(implementation = DestinationBody.class)))
  @APIResponse(
      responseCode = "200",
      description = "Replaced",
      content = @Content(schema = @Schema(implementation = DestinationBody.class)))
  @APIResponse(responseCode = "400", ref = ApiDescription.PROBLEM)
  public Response put(@PathParam("id") String id, DestinationBody body) {
    return save(body);
  }

  @DELETE
  @RolesAllowed(RoleName.EDITOR)
  @Path("{id}")
  @Operation(summary = "Removes a destination, also from the connections that lead to it")
  @APIResponse(responseCode = "204", description = "Removed")
  @APIResponse(responseCode = "404", ref = ApiDescription.PROBLEM)
  public Response delete(@PathParam("id") String id) {
    return Responses.removed(
        catalog.removeDestination(id, caller.scopeOf(Role.EDITOR)), "destination " + id);
  }

  private Response save(DestinationBody body) {
    Destination destination = body.toDestination();
    return Responses.saved(
        catalog.save(destination, caller.scopeOf(Role.EDITOR)),
        PATH,
        destination.id(),
        DestinationBody.of(destination));
  }
}
