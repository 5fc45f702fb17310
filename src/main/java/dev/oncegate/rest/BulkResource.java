package dev.oncegate.rest;

import dev.oncegate.identity.ExternalIdTable;
import dev.oncegate.identity.Merge;
import dev.oncegate.identity.MergeTable;
import dev.oncegate.identity.OwnedId;
import dev.oncegate.rest.BulkLoad.LoadKind;
import dev.oncegate.security.Role;
import dev.oncegate.security.RoleName;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** External ids and merges of many profiles, as streams of any length. */
@Path("/api")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "Bulk loads")
public class BulkResource {
  private static final String NDJSON = "application/x-ndjson";

  private static final LoadKind<OwnedIdBody, OwnedId> EXTERNAL_IDS =
      new LoadKind<>("external-ids", OwnedIdBody.class, OwnedIdBody::toOwnedId, OwnedId::spaceId);
  private static final LoadKind<MergeBody, Merge> MERGES =
      new LoadKind<>("profile-merges", MergeBody.class, MergeBody::toMerge, Merge::spaceId);

  /** What a bulk load did. */
  @Schema(name = "Loaded")
  public record LoadedBody(@Schema(description = "how many lines") long loaded) {}

  private final BulkLoad load;
  private final ExternalIdTable externalIds;
  private final MergeTable merges;
  private final RequestCaller caller;

  BulkResource(
      BulkLoad load, ExternalIdTable externalIds, MergeTable merges, RequestCaller caller) {
    this.load = load;
    this.externalIds = externalIds;
    this.merges = merges;
    this.caller = caller;
  }

  @POST
  @RolesAllowed(RoleName.EDITOR)
  @Path("external-ids")
  @Consumes({NDJSON, "application/ndjson", "application/jsonl"})
  @Operation(
      summary = "Loads external ids",
      description =
          "One line each: {\"spaceId\", \"profileId\", \"type\", \"id\", \"createdAt\"}. An id that"
              + " the profile has already gets the new createdAt. The first bad line ends the load;"
              + " the lines before it are kept.")
  @RequestBody(
      required = true,
      content = @Content(mediaType = NDJSON, schema = @Schema(implementation = String.class)))
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = LoadedBody.class)))
  @APIResponse(responseCode = "400", ref = ApiDescription.PROBLEM)
  public LoadedBody externalIds(InputStream body) throws IOException {
    return new LoadedBody(
        load.load(body, EXTERNAL_IDS, caller.scopeOf(Role.EDITOR), externalIds::put));
  }

  @POST
  @RolesAllowed(RoleName.EDITOR)
  @Path("profile-merges")
  @Consumes({NDJSON, "application/ndjson", "application/jsonl"})
  @Operation(
      summary = "Loads merges of profiles",
      description =
          "One line each: {\"spaceId\", \"mergedProfileId\", \"survivorProfileId\", \"mergedAt\"}."
              + " They count at once. The first bad line ends the load; the lines before it are"
              + " kept.")
  @RequestBody(
      required = true,
      content = @Content(mediaType = NDJSON, schema = @Schema(implementation = String.class)))
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = LoadedBody.class)))
  @APIResponse(responseCode = "400", ref = ApiDescription.PROBLEM)
  public LoadedBody merges(InputStream body) throws IOException {
    return new LoadedBody(load.load(body, MERGES, caller.scopeOf(Role.EDITOR), merges::load));
  }
}
