package dev.oncegate.rest;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Responses whatever ends a request early with a problem. */
public final class ExceptionMappers {
  private static final Logger LOG = Logger.getLogger(ExceptionMappers.class);

  private final DependencyFailures dependencies;

  ExceptionMappers(DependencyFailures dependencies) {
    this.dependencies = dependencies;
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

  @ServerExceptionMapper
  public Response failed(Throwable e) {
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
}
