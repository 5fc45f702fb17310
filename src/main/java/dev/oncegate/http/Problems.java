package dev.oncegate.http;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.sql.SQLException;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Answers whatever ends a request early with a problem. */
public final class Problems {
  private static final Logger LOG = Logger.getLogger(Problems.class);

  // The classes of SQLSTATE: a constraint was violated, the connection broke, an operator stepped
  // in (a shutdown is one), resources ran out.
  private static final String CONSTRAINT = "23";
  private static final String[] UNAVAILABLE = {"08", "57", "53"};

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
    String state = sqlState(e);
    if (state.startsWith(CONSTRAINT)) {
      return Problem.of(
              Response.Status.CONFLICT,
              "somebody else changed the same at the same time; try again")
          .response();
    }
    for (String unavailable : UNAVAILABLE) {
      if (state.startsWith(unavailable)) {
        LOG.warn("the database did not answer a request", e);
        return Problem.of(Response.Status.SERVICE_UNAVAILABLE, "the database does not answer")
            .response();
      }
    }
    LOG.error("a request failed", e);
    return Problem.of(Response.Status.INTERNAL_SERVER_ERROR, "the log says what happened")
        .response();
  }

  /**
   * The first SQLSTATE among the causes; a pool that got no connection has none and counts as 08.
   */
  private static String sqlState(Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql) {
        String state = sql.getSQLState();
        if (state != null) {
          return state;
        }
        if (sql.getCause() == null) {
          return "08";
        }
      }
    }
    return "";
  }
}
