package dev.oncegate.rest;

import dev.oncegate.audit.AuditEntries;
import dev.oncegate.audit.AuditEntry;
import dev.oncegate.audit.AuditFilter;
import dev.oncegate.audit.AuditFinding;
import dev.oncegate.audit.AuditVerifier;
import dev.oncegate.codec.Identifier;
import dev.oncegate.codec.InputFault;
import dev.oncegate.codec.WordParser;
import dev.oncegate.security.Role;
import dev.oncegate.security.RoleName;
import dev.oncegate.security.SpaceScope;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Who changed what, when and why. */
@Path("/api/audit")
@RunOnVirtualThread
@Tag(name = "Audit")
public class AuditResource {
  private static final int MOST = 1_000;
  private static final int USUAL = 100;
  private static final int FINDINGS_NAMED = 100;

  private final AuditEntries entries;
  private final AuditVerifier verifier;
  private final RequestCaller caller;

  AuditResource(AuditEntries entries, AuditVerifier verifier, RequestCaller caller) {
    this.entries = entries;
    this.verifier = verifier;
    this.caller = caller;
  }

  /**
   * Whether the entries are as they were written.
   *
   * @param newestHash to be written down elsewhere, with its id
   * @param findings the first hundred
   */
  @RegisterForReflection
  @Schema(name = "AuditVerification")
  public record VerificationBody(
      long entries,
      long newestId,
      String newestHash,
      long found,
      List<AuditFindingBody> findings) {}

  /** What is wrong with an entry. */
  @RegisterForReflection
  @Schema(name = "AuditFinding")
  public record AuditFindingBody(
      @Schema(enumeration = {"altered", "missing", "out of order"}) String kind,
      long id,
      String sentence) {
    static AuditFindingBody of(AuditFinding finding) {
      return new AuditFindingBody(finding.kind().word(), finding.id(), finding.sentence());
    }
  }

  @GET
  @RolesAllowed(RoleName.VIEWER)
  @Produces({MediaType.APPLICATION_JSON, AuditCsv.MEDIA_TYPE})
  @Operation(
      summary = "Entries, the newest first",
      description =
          "As JSON a page of them; before=ID is the next page, with the last id of this one. As CSV,"
              + " by the Accept header or format=csv, all of them unless a limit is given.")
  @APIResponse(
      responseCode = "200",
      content = {
        @Content(
            mediaType = MediaType.APPLICATION_JSON,
            schema = @Schema(type = SchemaType.ARRAY, implementation = AuditEntryBody.class)),
        @Content(mediaType = AuditCsv.MEDIA_TYPE, schema = @Schema(implementation = String.class))
      })
  @APIResponse(responseCode = "400", ref = ApiDescription.PROBLEM)
  public Response list(
      @Parameter(description = "RFC 3339; the first moment") @QueryParam("from")
          @Nullable String from,
      @Parameter(description = "RFC 3339; the moment after the last") @QueryParam("to")
          @Nullable String to,
      @QueryParam("who") @Nullable String who,
      @QueryParam("action") @Nullable String action,
      @Parameter(description = "space, destination, rulebook and so on") @QueryParam("kind")
          @Nullable String kind,
      @Parameter(description = "the id of what was changed") @QueryParam("object")
          @Nullable String object,
      @QueryParam("space") @Nullable String space,
      @Parameter(description = "entries that are older than the one with this id")
          @QueryParam("before")
          @Nullable String before,
      @Parameter(description = "how many at most: 1 to 1000; 100 when left out")
          @QueryParam("limit")
          @Nullable String limit,
      @Parameter(description = "json or csv, whatever the Accept header says") @QueryParam("format")
          @Nullable String format,
      @Context HttpHeaders headers) {
    var faults = new ArrayList<InputFault>();
    var filter =
        new AuditFilter(
            instant("from", from, faults),
            instant("to", to, faults),
            text("who", who, faults),
            text("action", action, faults),
            text("kind", kind, faults),
            text("object", object, faults),
            text("space", space, faults),
            within(caller.scopeOf(Role.VIEWER)));
    long first = number("before", before, Long.MAX_VALUE, Long.MAX_VALUE, faults);
    boolean isCsv = isCsv(format, headers, faults);
    long most =
        number(
            "limit", limit, isCsv ? Long.MAX_VALUE : USUAL, isCsv ? Long.MAX_VALUE : MOST, faults);
    if (!faults.isEmpty()) {
      throw new ProblemException(Problem.invalid(faults));
    }
    if (isCsv) {
      StreamingOutput csv = out -> write(filter, first, most, out);
      return Response.ok(csv, AuditCsv.MEDIA_TYPE + ";charset=UTF-8")
          .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"audit.csv\"")
          .build();
    }
    List<AuditEntryBody> page =
        entries.list(filter, first, (int) most).stream().map(AuditEntryBody::of).toList();
    return Response.ok(page, MediaType.APPLICATION_JSON).build();
  }

  @GET
  @RolesAllowed(RoleName.VIEWER_OF_ALL)
  @Path("verify")
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Checks that no entry is altered, missing or out of order",
      description = "Reads all entries, some hundred thousand a second.")
  public VerificationBody verify() {
    var named = new ArrayList<AuditFindingBody>();
    AuditVerifier.Verification verified =
        verifier.verify(
            null,
            finding -> {
              if (named.size() < FINDINGS_NAMED) {
                named.add(AuditFindingBody.of(finding));
              }
            },
            _ -> {});
    return new VerificationBody(
        verified.entries(), verified.newestId(), verified.newestHash(), verified.findings(), named);
  }

  /** Page by page, so that it takes little memory however many there are. */
  private void write(AuditFilter filter, long before, long most, OutputStream out)
      throws IOException {
    var writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
    var csv = new AuditCsv(writer);
    long left = most;
    long from = before;
    while (left > 0) {
      int page = (int) Math.min(left, MOST);
      List<AuditEntry> found = entries.list(filter, from, page);
      for (AuditEntry entry : found) {
        csv.line(entry);
        from = entry.id();
      }
      left = found.size() < page ? 0 : left - page;
    }
    writer.flush();
  }

  private static @Nullable Set<String> within(SpaceScope scope) {
    return switch (scope) {
      case SpaceScope.AllSpaces _ -> null;
      case SpaceScope.NamedSpaces(Set<String> ids) -> ids;
    };
  }

  private static boolean isCsv(
      @Nullable String format, HttpHeaders headers, List<InputFault> faults) {
    if (format == null) {
      MediaType accepted = headers.getAcceptableMediaTypes().getFirst();
      return accepted.getType().equals("text") && accepted.getSubtype().equals("csv");
    }
    if (!format.equals("csv") && !format.equals("json")) {
      faults.add(new InputFault("format", "expected json or csv, found " + format));
    }
    return format.equals("csv");
  }

  private static @Nullable String text(
      String name, @Nullable String text, List<InputFault> faults) {
    String fault = text == null ? null : Identifier.faultOfText(text);
    if (fault != null) {
      faults.add(new InputFault(name, fault));
    }
    return text;
  }

  private static @Nullable Instant instant(
      String name, @Nullable String text, List<InputFault> faults) {
    if (text == null) {
      return null;
    }
    try {
      return WordParser.instant(text);
    } catch (IllegalArgumentException e) {
      faults.add(new InputFault(name, String.valueOf(e.getMessage())));
      return null;
    }
  }

  private static long number(
      String name, @Nullable String text, long leftOut, long most, List<InputFault> faults) {
    if (text == null) {
      return leftOut;
    }
    try {
      long number = Long.parseLong(text);
      if (number >= 1 && number <= most) {
        return number;
      }
    } catch (NumberFormatException _) {
      // Said below.
    }
    faults.add(
        new InputFault(
            name,
            "expected a number from 1"
                + (most == Long.MAX_VALUE ? "" : " to " + most)
                + ", found "
                + text));
    return leftOut;
  }
}
