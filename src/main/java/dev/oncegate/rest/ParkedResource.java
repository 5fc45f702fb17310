package dev.oncegate.rest;

import dev.oncegate.pipeline.ParkedId;
import dev.oncegate.pipeline.ParkedUpdates;
import dev.oncegate.security.RoleName;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What could not be decided or read. */
@Path("/api/parked")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "Parked updates")
public class ParkedResource {
  private final ParkedUpdates parked;
  private final RequestCaller caller;

  ParkedResource(ParkedUpdates parked, RequestCaller caller) {
    this.parked = parked;
    this.caller = caller;
  }

  @GET
  @RolesAllowed(RoleName.VIEWER_OF_ALL)
  @Operation(summary = "What is parked and not handled; with ?all=true what is handled too")
  public List<ParkedBody> list(@QueryParam("all") @DefaultValue("false") boolean all) {
    return parked.list(all).stream().map(ParkedBody::of).toList();
  }

  @GET
  @RolesAllowed(RoleName.VIEWER_OF_ALL)
  @Path("{id}")
  @Operation(summary = "One of them, by partition:offset, with its bytes")
  @APIResponse(responseCode = "404", ref = ApiDescription.PROBLEM)
  public ParkedBody show(@PathParam("id") String id) {
    ParkedUpdates.WithBytes found = parked.show(idOf(id));
    if (found == null) {
      throw new ProblemException(unknown(id));
    }
    return ParkedBody.of(found);
  }

  @POST
  @RolesAllowed(RoleName.OPERATOR_OF_ALL)
  @Path("{id}/retry")
  @Operation(summary = "Sends the original bytes back to the topic they came from")
  @APIResponse(responseCode = "404", ref = ApiDescription.PROBLEM)
  @APIResponse(responseCode = "409", ref = ApiDescription.PROBLEM)
  public ParkedBody retry(
      @PathParam("id") String id, @QueryParam(OriginFilter.REASON) @Nullable String reason) {
    return bodyOf(id, parked.retry(idOf(id), caller.name()));
  }

  @POST
  @RolesAllowed(RoleName.OPERATOR_OF_ALL)
  @Path("{id}/discard")
  @Operation(summary = "Marks it as handled; nothing is sent")
  @APIResponse(responseCode = "404", ref = ApiDescription.PROBLEM)
  @APIResponse(responseCode = "409", ref = ApiDescription.PROBLEM)
  public ParkedBody discard(
      @PathParam("id") String id, @QueryParam(OriginFilter.REASON) @Nullable String reason) {
    return bodyOf(id, parked.discard(idOf(id), caller.name()));
  }

  private static ParkedBody bodyOf(String id, ParkedUpdates.Answer answer) {
    return switch (answer) {
      case ParkedUpdates.Done(var update) -> ParkedBody.of(update);
      case ParkedUpdates.NoSuchUpdate _ -> throw new ProblemException(unknown(id));
      case ParkedUpdates.Before(var handled) ->
          throw new ProblemException(
              Problem.of(
                  Response.Status.CONFLICT,
                  "it was "
                      + handled.action().word()
                      + " at "
                      + handled.at()
                      + " by "
                      + handled.by()));
      case ParkedUpdates.NoInput(var update) ->
          throw new ProblemException(
              Problem.of(
                  Response.Status.CONFLICT,
                  "it says that it came from " + update.topic() + ", which no lane reads"));
      case ParkedUpdates.Incomplete(var update) ->
          throw new ProblemException(
              Problem.of(
                  Response.Status.CONFLICT,
                  "only its first bytes are kept; all of it was at "
                      + update.topic()
                      + "/"
                      + update.partition()
                      + "@"
                      + update.offset()));
    };
  }

  private static Problem unknown(String id) {
    return Responses.unknown("parked update " + id);
  }

  private static ParkedId idOf(String text) {
    try {
      return ParkedId.parse(text);
    } catch (IllegalArgumentException e) {
      throw new ProblemException(
          Problem.of(Response.Status.BAD_REQUEST, text + " is no partition:offset"));
    }
  }
}
