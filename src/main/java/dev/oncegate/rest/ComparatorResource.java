package dev.oncegate.rest;

import dev.oncegate.rollout.ComparatorResults;
import dev.oncegate.security.RoleName;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What the comparator of the two flows has found. */
@Path("/api/comparator")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "Rollout")
public class ComparatorResource {
  private final ComparatorResults results;

  ComparatorResource(ComparatorResults results) {
    this.results = results;
  }

  @GET
  @RolesAllowed(RoleName.VIEWER_OF_ALL)
  @Operation(summary = "Counts since the start of this instance, and its latest differences")
  public ComparatorBody get() {
    return ComparatorBody.of(results);
  }
}
