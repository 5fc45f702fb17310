package dev.oncegate.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.oncegate.codec.InputFault;
import dev.oncegate.rules.RulebookStatus;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What went wrong with a request, as RFC 9457 writes it.
 *
 * @param type what kind of problem it is; {@code about:blank} where the status says it all
 * @param errors what is wrong with which field; left out where it is not about fields
 * @param line the bad line of a bulk load, counted from 1; left out elsewhere
 * @param loaded how many lines of the bulk load were kept before it; left out elsewhere
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Problem(
    String type,
    String title,
    int status,
    String detail,
    @Nullable List<FieldError> errors,
    @Nullable Long line,
    @Nullable Long loaded) {

  public static final String MEDIA_TYPE = "application/problem+json";

  /** Of a field that must be there. */
  static final String MISSING = "is missing";

  /**
   * What is wrong with a field.
   *
   * @param field the way to it: {@code destinationIds[0]}
   */
  @RegisterForReflection
  public record FieldError(String field, String message) {}

  static Problem of(Response.StatusType status, String detail) {
    return new Problem(
        "about:blank", status.getReasonPhrase(), status.getStatusCode(), detail, null, null, null);
  }

  static Problem malformed(String detail) {
    return new Problem(
        "urn:oncegate:problem:malformed", "Malformed body", 400, detail, null, null, null);
  }

  static Problem invalid(List<InputFault> findings) {
    var errors =
        findings.stream().map(found -> new FieldError(found.field(), found.message())).toList();
    String detail = String.join("; ", findings.stream().map(InputFault::toString).toList());
    return new Problem(
        "urn:oncegate:problem:invalid", "Invalid fields", 400, detail, errors, null, null);
  }

  static Problem invalid(String field, String message) {
    return invalid(List.of(new InputFault(field, message)));
  }

  /** A rulebook that cannot be in force; a field is the file's, the sheet's and the cell's name. */
  static Problem refused(List<RulebookStatus.Trouble> troubles) {
    var errors = troubles.stream().map(it -> new FieldError(it.address(), it.sentence())).toList();
    String detail =
        String.join("; ", troubles.stream().map(RulebookStatus.Trouble::toString).toList());
    return new Problem(
        "urn:oncegate:problem:rulebook", "Refused rulebook", 422, detail, errors, null, null);
  }

  static Problem notFound(String detail) {
    return of(Response.Status.NOT_FOUND, detail);
  }

  static Problem inUse(String detail) {
    return new Problem(
        "urn:oncegate:problem:in-use", "Still in use", 409, detail, null, null, null);
  }

  /** Somebody may not do it, since he did what comes before it. */
  static Problem fourEyes(String detail) {
    return new Problem(
        "urn:oncegate:problem:four-eyes", "Needs another person", 409, detail, null, null, null);
  }

  static Problem badLine(long line, List<InputFault> findings, long loaded) {
    Problem invalid = invalid(findings);
    String detail =
        "line " + line + ": " + invalid.detail() + "; " + loaded + " lines before it were loaded";
    return new Problem(
        invalid.type(), "Bad line", invalid.status(), detail, invalid.errors(), line, loaded);
  }

  Response response() {
    return Response.status(status).type(MEDIA_TYPE).entity(this).build();
  }
}
