package dev.oncegate.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.ws.rs.core.Response;

/** Responses a path below {@code /api} that no resource has, which no exception mapper sees. */
class NotFoundHandler {
  private final ObjectMapper json;

  NotFoundHandler(ObjectMapper json) {
    this.json = json;
  }

  void register(@Observes Router router) {
    // Behind all other routes.
    router.route("/api/*").order(Integer.MAX_VALUE).handler(this::answer);
  }

  private void answer(RoutingContext request) {
    var problem =
        Problem.of(Response.Status.NOT_FOUND, "there is nothing at " + request.normalizedPath());
    try {
      request
          .response()
          .setStatusCode(problem.status())
          .putHeader("Content-Type", Problem.MEDIA_TYPE)
          .end(json.writeValueAsString(problem));
    } catch (JsonProcessingException e) {
      request.fail(e);
    }
  }
}
