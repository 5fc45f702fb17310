package dev.oncegate.rest;

import dev.oncegate.postgres.DatabaseFailure;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.common.KafkaException;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jspecify.annotations.Nullable;

/** Responses whatever ends a request early with a problem. */
public final class ExceptionMappers {
  private static final Logger LOG = Logger.getLogger(ExceptionMappers.class);

  // The classes of SQLSTATE that are not the database's doing: a constraint was violated; the data
  // are none that it takes.
  private static final String CONSTRAINT = "23";
  private static final String DATA = "22";

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
    SQLException database = causeOf(e, SQLException.class);
    if (database != null) {
      String state = String.valueOf(database.getSQLState());
      if (state.startsWith(CONSTRAINT)) {
        return Problem.of(
                Response.Status.CONFLICT,
                "somebody else changed the same at the same time; try again")
            .response();
      }
      if (!state.startsWith(DATA)) {
        String sentence = DatabaseFailure.sentence(database);
        LOG.warnf("a request failed: %s: %s", sentence, DatabaseFailure.messageOf(database));
        return Problem.of(Response.Status.SERVICE_UNAVAILABLE, sentence).response();
      }
    }
    KafkaException kafka = causeOf(e, KafkaException.class);
    if (kafka != null) {
      LOG.warnf("a request failed: Kafka: %s", kafka.getMessage());
      return Problem.of(Response.Status.SERVICE_UNAVAILABLE, "Kafka does not answer").response();
    }
    LOG.error("a request failed", e);
    return Problem.of(Response.Status.INTERNAL_SERVER_ERROR, "the log says what happened")
        .response();
  }

  private static <T extends Throwable> @Nullable T causeOf(Throwable e, Class<T> kind) {
    var causes = new ArrayList<>(List.of(e));
    for (int i = 0; i < causes.size(); i++) {
      Throwable cause = causes.get(i);
      if (kind.isInstance(cause)) {
        return kind.cast(cause);
      }
      // A transaction that could not commit says why among what it suppressed.
      Stream.concat(Stream.ofNullable(cause.getCause()), Stream.of(cause.getSuppressed()))
          .filter(it -> !causes.contains(it))
          .forEach(causes::add);
    }
    return null;
  }
}
