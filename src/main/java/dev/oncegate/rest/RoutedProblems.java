package dev.oncegate.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerResponse;
import jakarta.inject.Singleton;

/** Answers with a problem where no resource is reached, and so no exception mapper either. */
@Singleton
final class RoutedProblems {
  private final ObjectMapper json;

  RoutedProblems(ObjectMapper json) {
    this.json = json;
  }

  Future<Void> answer(HttpServerResponse response, Problem problem) {
    return response
        .setStatusCode(problem.status())
        .putHeader("Content-Type", Problem.MEDIA_TYPE)
        .end(text(problem));
  }

  private String text(Problem problem) {
    try {
      return json.writeValueAsString(problem);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a problem cannot be written as JSON", e);
    }
  }
}
