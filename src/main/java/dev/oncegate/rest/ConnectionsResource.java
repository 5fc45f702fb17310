package dev.oncegate.rest;

import dev.oncegate.core.update.Integrations.Connection;
import dev.oncegate.integrations.Catalog;
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
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Which computations lead to which destinations. */
@Path(ConnectionsResource.PATH)
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "Connections")
public class ConnectionsResource {
  static final String PATH = "/api/connections";

  private final Catalog catalog;
  private final RequestCaller caller;

  ConnectionsResource(Catalog catalog, RequestCaller caller) {
    this.catalog = catalog;
    this.caller = caller;
  }

  @GET
  @RolesAllowed(RoleName.VIEWER)
  @Operation(summary = "All connections, by id")
  public List<ConnectionBody> list() {
    return catalog.connections(caller.scopeOf(Role.VIEWER)).stream()
        .map(ConnectionBody::of)
        .toList();
  }

  @GET
  @RolesAllowed(RoleName.VIEWER)
  @Path("{computationId}")
  @Operation(summary = "One connection")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = ConnectionBody.class)))
  @APIResponse(responseCode = "404", ref = ApiDescription.PROBLEM)
  public ConnectionBody get(@PathParam("computationId") String id) {
    return catalog
        .connection(id, caller.scopeOf(Role.VIEWER))
        .map(ConnectionBody::of)
        .orElseThrow(() -> new ProblemException(Responses.unknown("connection " + id)));
  }

  @POST
  @RolesAllowed(RoleName.EDITOR)
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(summary = "Creates a connection, or replaces the one with its id")
  @APIResponse(
      responseCode = "201",
      description = "Created",
      content = @Content(schema = @Schema(implementation = ConnectionBody.class)))
  @APIResponse(
      responseCode = "200",
      description = "Replaced",
      content = @Content(schema = @Schema(implementation = ConnectionBody.class)))
  @APIResponse(responseCode = "400", ref = ApiDescription.PROBLEM)
  public Response post(ConnectionBody body) {
    return save(body);
  }

  @PUT
  @RolesAllowed(RoleName.EDITOR)
  @Path("{computationId}")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Creates or replaces the connection with this id; the body may leave the id out")
  @APIResponse(
      responseCode = "201",
      description = "Created",
      content = @Content(schema = @Schema(implementation = ConnectionBody.class)))
  @APIResponse(
      responseCode = "200",
      description = "Replaced",
      content = @Content(schema = @Schema(implementation = ConnectionBody.class)))
  @APIResponse(responseCode = "400", ref = ApiDescription.PROBLEM)
  public Response put(@PathParam("computationId") String id, ConnectionBody body) {
    return save(body);
  }

  @DELETE
  @RolesAllowed(RoleName.EDITOR)
  @Path("{computationId}")
  @Operation(summary = "Removes a computation's connection")
  @APIResponse(responseCode = "204", description = "Removed")
  @APIResponse(responseCode = "404", ref = ApiDescription.PROBLEM)
  public Response delete(@PathParam("computationId") String id) {
    return Responses.removed(
        catalog.removeConnection(id, caller.scopeOf(Role.EDITOR)), "connection " + id);
  }

  private Response save(ConnectionBody body) {
    Connection connection = body.toConnection();
    return Responses.saved(
        catalog.save(connection, caller.scopeOf(Role.EDITOR)),
        PATH,
        connection.computationId(),
        ConnectionBody.of(connection));
  }
}
