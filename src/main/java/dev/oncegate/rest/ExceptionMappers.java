package dev.oncegate.rest;

import dev.oncegate.security.Caller;
import dev.oncegate.security.RefusalLog;
import io.quarkus.security.ForbiddenException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Responses whatever ends a request early with a problem. */
public final class ExceptionMappers {
  private static final Logger LOG = Logger.getLogger(ExceptionMappers.class);

  private static final String FORM_HANDLER =
      "org.jboss.resteasy.reactive.server.handlers.FormBodyHandler";

  private final DependencyFailures dependencies;

  private final RequestCaller caller;

  ExceptionMappers(DependencyFailures dependencies, RequestCaller caller) {
    this.dependencies = dependencies;
    this.caller = caller;
  }

  @ServerExceptionMapper
  public Response refused(WebApplicationException e, UriInfo uri) {
    Response response = e.getResponse();
    if (response.hasEntity()) {
      return response;
    }
    String path = uri.getPath();
    Object allow = response.getHeaderString(HttpHeaders.ALLOW);
    String detail =
        switch (response.getStatus()) {
          case 404 -> "there is nothing at " + path;
          case 405 -> "this method is not for " + path;
          case 406 -> "the answer is application/json, which the Accept header excludes";
          case 415 -> "this Content-Type is not for " + path + "; see /q/openapi";
          default -> String.valueOf(e.getMessage());
        };
    var answer =
        Response.status(response.getStatus())
            .type(Problem.MEDIA_TYPE)
            .entity(Problem.of(response.getStatusInfo(), detail));
    return (allow == null ? answer : answer.header(HttpHeaders.ALLOW, allow)).build();
  }

  /** Of a body that ended early, was too slow or too long: the service itself reads nothing. */
  @ServerExceptionMapper
  public Response unreadable(IOException e) {
    LOG.debug("the body of a request could not be read", e);
    return Problem.malformed("the body ended early, or could not be read").response();
  }

  @ServerExceptionMapper
  public Response forbidden(ForbiddenException e, UriInfo uri, Request request) {
    Caller who = caller.get();
    RefusalLog.log(request.getMethod(), uri.getPath(), who.name(), "its role is not enough");
    return Problem.of(
            Response.Status.FORBIDDEN,
            who.name() + " may not do this; it has the roles " + who.grants())
        .response();
  }

  @ServerExceptionMapper
  public Response failed(Throwable e) {
    if (isOfAForm(e)) {
      return unreadable(new IOException(e));
    }
    return switch (dependencies.find(e)) {
      case DependencyFailures.Conflict _ ->
          Problem.of(
                  Response.Status.CONFLICT,
                  "somebody else changed the same at the same time; try again")
              .response();
      case DependencyFailures.Unavailable(String sentence, String logged) -> {
        LOG.warnf("a request failed: %s: %s", sentence, logged);
        yield Problem.of(Response.Status.SERVICE_UNAVAILABLE, sentence).response();
      }
      case null -> {
        LOG.error("a request failed", e);
        yield Problem.of(Response.Status.INTERNAL_SERVER_ERROR, "the log says what happened")
            .response();
      }
    };
  }

  /** Whether the parser of forms threw it, which throws anything at what is no form. */
  private static boolean isOfAForm(Throwable e) {
    for (StackTraceElement frame : e.getStackTrace()) {
      if (frame.getClassName().equals(FORM_HANDLER)) {
        return true;
      }
    }
    return false;
  }
}
