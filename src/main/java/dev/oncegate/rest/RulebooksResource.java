package dev.oncegate.rest;

import dev.oncegate.rules.LoadResult;
import dev.oncegate.rules.RulebookFiles;
import dev.oncegate.rules.RulebookLoader;
import dev.oncegate.rules.RulebookStatus;
import dev.oncegate.rules.sheet.TableLimits;
import dev.oncegate.rules.store.Activation;
import dev.oncegate.rules.store.KeptRulebook;
import dev.oncegate.rules.store.RulebookStore;
import dev.oncegate.security.RoleName;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.multipart.FileUpload;
import org.jspecify.annotations.Nullable;

/** Versions of the rulebook: upload, look, put in force, take back. */
@Path(RulebooksResource.PATH)
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "Rulebooks")
public class RulebooksResource {
  static final String PATH = "/api/rulebooks";

  private static final Pattern FILE_NAME = Pattern.compile("[\\p{L}\\p{M}\\p{N} ._()~$-]{1,200}");

  private final Lock proving = new ReentrantLock();
  private final RulebookStore store;
  private final Supplier<RulebookStatus> status;
  private final FourEyes fourEyes;
  private final String topic;
  private final RequestCaller caller;

  RulebooksResource(
      RulebookStore store,
      Supplier<RulebookStatus> status,
      FourEyes fourEyes,
      @ConfigProperty(
              name = "oncegate.topics.destination-events",
              defaultValue = RulebookLoader.TOPIC)
          String topic,
      RequestCaller caller) {
    this.store = store;
    this.status = status;
    this.fourEyes = fourEyes;
    this.topic = topic;
    this.caller = caller;
  }

  @GET
  @RolesAllowed(RoleName.VIEWER)
  @Operation(summary = "All uploaded store, the newest first")
  public List<RulebookBody> list() {
    String active = activeHash();
    return store.all().stream().map(it -> RulebookBody.of(it, active)).toList();
  }

  @GET
  @RolesAllowed(RoleName.VIEWER)
  @Path("in-force")
  @Operation(summary = "The rulebook in force on this instance, and why a newer one is refused")
  public RulebookInForceBody inForce() {
    return RulebookInForceBody.of(status.get());
  }

  @POST
  @RolesAllowed(RoleName.EDITOR_OF_ALL)
  @Consumes(MediaType.MULTIPART_FORM_DATA)
  @Operation(
      summary = "Uploads a version",
      description =
          "Every part `file` is a table or safety.yaml, under its file name. The version is proved"
              + " before it is kept, and not in force before it is activated.")
  @APIResponse(responseCode = "201", description = "Kept")
  @APIResponse(responseCode = "400", ref = ApiDescription.PROBLEM)
  @APIResponse(responseCode = "422", description = "Refused, with every problem by file and cell")
  public Response upload(
      @RestForm("file") List<FileUpload> uploads, @RestForm @Nullable String note)
      throws IOException {
    if (uploads.isEmpty()) {
      return Problem.invalid("file", "missing: upload each table as a part named file").response();
    }
    Map<String, byte[]> files = new TreeMap<>();
    for (FileUpload upload : uploads) {
      String complaint = complaint(upload, files.keySet());
      if (complaint != null) {
        return Problem.invalid("file", complaint).response();
      }
      files.put(upload.fileName(), Files.readAllBytes(upload.uploadedFile()));
    }
    LoadResult load = proved(RulebookFiles.of(files));
    return switch (load) {
      case LoadResult.Refused _ -> Problem.refused(RulebookStatus.troubles(load)).response();
      case LoadResult.Accepted _ -> {
        KeptRulebook kept =
            store.keep(load.hash(), caller.name(), note == null ? "" : note.strip(), files);
        yield Response.created(URI.create(PATH + "/" + kept.hash()))
            .entity(RulebookBody.of(kept, activeHash()))
            .build();
      }
    };
  }

  /** One after the other, since each may need much memory. */
  private LoadResult proved(RulebookFiles files) {
    proving.lock();
    try {
      return RulebookLoader.load(files, RulebookLoader.SITUATIONS, topic);
    } finally {
      proving.unlock();
    }
  }

  /** Only of what has to be known before its bytes are looked at. */
  private static @Nullable String complaint(FileUpload upload, Set<String> before) {
    String name = upload.fileName();
    if (name == null || !FILE_NAME.matcher(name).matches()) {
      return "a file's name is letters, digits, blanks and any of . _ - ( ) ~ $";
    }
    if (before.contains(name)) {
      return "two parts are named " + name;
    }
    return upload.size() > TableLimits.FILE_BYTES
        ? name + " is longer than " + (TableLimits.FILE_BYTES >> 20) + " MB, as no table is"
        : null;
  }

  @GET
  @RolesAllowed(RoleName.VIEWER)
  @Path("{hash}")
  @Operation(summary = "One version")
  @APIResponse(responseCode = "404", ref = ApiDescription.PROBLEM)
  public RulebookBody get(@PathParam("hash") String hash) {
    return RulebookBody.of(version(hash), activeHash());
  }

  @GET
  @RolesAllowed(RoleName.VIEWER)
  @Path("{hash}/files/{name}")
  @Produces(MediaType.APPLICATION_OCTET_STREAM)
  @Operation(summary = "Downloads a file of a version")
  @APIResponse(responseCode = "404", ref = ApiDescription.PROBLEM)
  public Response download(@PathParam("hash") String hash, @PathParam("name") String name) {
    byte[] content = store.filesOf(hash).get(name);
    if (content == null) {
      throw new ProblemException(Responses.unknown("file " + name + " in rulebook " + hash));
    }
    // The address ends in the name, and no header needs to hold it.
    return Response.ok(content).header("Content-Disposition", "attachment").build();
  }

  @POST
  @RolesAllowed(RoleName.OPERATOR_OF_ALL)
  @Path("{hash}/activate")
  @Operation(summary = "Puts a version in force on every instance; `directory` for its own tables")
  @APIResponse(responseCode = "404", ref = ApiDescription.PROBLEM)
  @APIResponse(responseCode = "409", ref = ApiDescription.PROBLEM)
  public Response activate(
      @PathParam("hash") String hash, @QueryParam(OriginFilter.REASON) @Nullable String reason) {
    if (hash.equals("directory")) {
      store.activate(null, caller.name());
    } else {
      KeptRulebook version = version(hash);
      fourEyes.check(version, caller.name());
      store.activate(version.hash(), caller.name());
    }
    return Response.noContent().build();
  }

  @POST
  @RolesAllowed(RoleName.OPERATOR_OF_ALL)
  @Path("roll-back")
  @Operation(summary = "Puts in force again what was in force before")
  @APIResponse(responseCode = "409", ref = ApiDescription.PROBLEM)
  public Response rollBack(@QueryParam(OriginFilter.REASON) @Nullable String reason) {
    return store.rollBack(caller.name())
        ? Response.noContent().build()
        : Problem.of(Response.Status.CONFLICT, "no version was activated yet").response();
  }

  private KeptRulebook version(String hash) {
    return store
        .find(hash)
        .orElseThrow(() -> new ProblemException(Responses.unknown("rulebook " + hash)));
  }

  private @Nullable String activeHash() {
    List<Activation> newest = store.activations(1);
    return newest.isEmpty() ? null : newest.getFirst().hash();
  }
}
