package dev.oncegate.rest;

import dev.oncegate.audit.ChangeOrigin;
import dev.oncegate.audit.CurrentActor;
import dev.oncegate.rules.ReleaseEvidence;
import dev.oncegate.rules.RulebookInForce;
import dev.oncegate.rules.store.KeptRulebook;
import dev.oncegate.rules.store.ReleaseRequest;
import dev.oncegate.rules.store.ReleaseRequests;
import dev.oncegate.rules.store.RulebookStore;
import dev.oncegate.security.RoleName;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Requests to put rulebooks in force: one person asks, another decides. */
@Path(RulebooksResource.PATH + "/{hash}/release-requests")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "Rulebooks")
public class ReleaseRequestsResource {
  private static final int BACKTEST_BYTES = 64 * 1024;

  private final RulebookStore rulebooks;
  private final ReleaseRequests requests;
  private final RulebookInForce inForce;
  private final CurrentActor actor;

  ReleaseRequestsResource(
      RulebookStore rulebooks,
      ReleaseRequests requests,
      RulebookInForce inForce,
      CurrentActor actor) {
    this.rulebooks = rulebooks;
    this.requests = requests;
    this.inForce = inForce;
    this.actor = actor;
  }

  @GET
  @RolesAllowed(RoleName.VIEWER)
  @Operation(summary = "The requests to put a version in force, the newest first")
  @APIResponse(responseCode = "404", ref = ApiDescription.PROBLEM)
  public List<ReleaseRequestBody> list(@PathParam("hash") String hash) {
    return requests.of(version(hash).hash()).stream().map(ReleaseRequestBody::of).toList();
  }

  @POST
  @RolesAllowed(RoleName.OPERATOR_OF_ALL)
  @Operation(
      summary = "Requests that a version be put in force",
      description =
          "What its check found, and every situation that it decides in another way than the"
              + " rulebook in force, are attached.")
  @RequestBody(
      description =
          "who would be affected, as `oncegate replay --baseline` prints it; may be empty",
      content =
          @Content(
              mediaType = MediaType.TEXT_PLAIN,
              schema = @Schema(implementation = String.class)))
  @APIResponse(
      responseCode = "201",
      description = "Requested",
      content = @Content(schema = @Schema(implementation = ReleaseRequestBody.class)))
  @APIResponse(responseCode = "404", ref = ApiDescription.PROBLEM)
  public Response post(
      @PathParam("hash") String hash,
      @QueryParam(OriginFilter.REASON) @Nullable String reason,
      InputStream body)
      throws IOException {
    KeptRulebook version = version(hash);
    String backtest = backtest(body);
    ChangeOrigin origin = actor.origin();
    String evidence =
        ReleaseEvidence.of(rulebooks.filesOf(version.hash()), inForce.orNone(), backtest);
    ReleaseRequest opened =
        requests.open(version.hash(), origin.actor(), origin.reason(), evidence);
    return Response.created(
            URI.create(
                RulebooksResource.PATH + "/" + version.hash() + "/release-requests/" + opened.id()))
        .entity(ReleaseRequestBody.of(opened))
        .build();
  }

  private static @Nullable String backtest(InputStream body) throws IOException {
    byte[] bytes = body.readNBytes(BACKTEST_BYTES + 1);
    if (bytes.length > BACKTEST_BYTES) {
      throw new ProblemException(
          Problem.of(
              Response.Status.REQUEST_ENTITY_TOO_LARGE,
              "a backtest has at most " + BACKTEST_BYTES + " bytes here"));
    }
    return bytes.length == 0 ? null : new String(bytes, StandardCharsets.UTF_8);
  }

  @GET
  @RolesAllowed(RoleName.VIEWER)
  @Path("{id}")
  @Operation(summary = "One of them")
  @APIResponse(responseCode = "404", ref = ApiDescription.PROBLEM)
  public ReleaseRequestBody get(@PathParam("hash") String hash, @PathParam("id") String id) {
    return ReleaseRequestBody.of(request(hash, id));
  }

  @POST
  @RolesAllowed(RoleName.OPERATOR_OF_ALL)
  @Path("{id}/approve")
  @Operation(
      summary = "Puts the version in force on every instance",
      description = "Neither who uploaded it nor who requests it can approve it.")
  @APIResponse(responseCode = "404", ref = ApiDescription.PROBLEM)
  @APIResponse(responseCode = "409", ref = ApiDescription.PROBLEM)
  public ReleaseRequestBody approve(
      @PathParam("hash") String hash,
      @PathParam("id") String id,
      @QueryParam(OriginFilter.REASON) @Nullable String reason) {
    ReleaseRequest request = decidableBySomebodyElse(hash, id);
    ChangeOrigin origin = actor.origin();
    return body(requests.approve(request.id(), origin.actor(), origin.reason()), hash, id);
  }

  @POST
  @RolesAllowed(RoleName.OPERATOR_OF_ALL)
  @Path("{id}/reject")
  @Operation(
      summary = "Leaves what is in force",
      description = "Neither who uploaded the version nor who requests it can reject it.")
  @APIResponse(responseCode = "404", ref = ApiDescription.PROBLEM)
  @APIResponse(responseCode = "409", ref = ApiDescription.PROBLEM)
  public ReleaseRequestBody reject(
      @PathParam("hash") String hash,
      @PathParam("id") String id,
      @QueryParam(OriginFilter.REASON) @Nullable String reason) {
    ReleaseRequest request = decidableBySomebodyElse(hash, id);
    ChangeOrigin origin = actor.origin();
    return body(requests.reject(request.id(), origin.actor(), origin.reason()), hash, id);
  }

  private ReleaseRequest decidableBySomebodyElse(String hash, String id) {
    ReleaseRequest request = request(hash, id);
    String by = actor.origin().actor();
    String uploader = version(hash).author();
    if (by.equals(uploader) || by.equals(request.requestedBy())) {
      throw new ProblemException(
          Problem.fourEyes(
              ("rulebook %s was uploaded by %s, its release was requested by %s and is being decided by"
                      + " %s; another person decides")
                  .formatted(request.hash(), uploader, request.requestedBy(), by)));
    }
    return request;
  }

  private ReleaseRequestBody body(Optional<ReleaseRequest> decided, String hash, String id) {
    if (decided.isPresent()) {
      return ReleaseRequestBody.of(decided.get());
    }
    ReleaseRequest before = request(hash, id);
    ReleaseRequest.ReleaseDecision decision = before.decision();
    throw new ProblemException(
        Problem.of(
            Response.Status.CONFLICT,
            "it was "
                + before.state().word()
                + (decision == null ? "" : " at " + decision.at() + " by " + decision.by())));
  }

  private ReleaseRequest request(String hash, String id) {
    return number(id)
        .flatMap(requests::find)
        .filter(it -> it.hash().equals(hash))
        .orElseThrow(
            () ->
                new ProblemException(
                    Responses.unknown("release request " + id + " of rulebook " + hash)));
  }

  private static Optional<Long> number(String id) {
    try {
      return Optional.of(Long.valueOf(id));
    } catch (NumberFormatException _) {
      return Optional.empty();
    }
  }

  private KeptRulebook version(String hash) {
    return rulebooks
        .find(hash)
        .orElseThrow(() -> new ProblemException(Responses.unknown("rulebook " + hash)));
  }
}
