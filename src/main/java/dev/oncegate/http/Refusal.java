package dev.oncegate.http;

import jakarta.ws.rs.WebApplicationException;

/** Ends a request with a problem. */
final class Refusal extends WebApplicationException {
  Refusal(Problem problem) {
    super(problem.detail(), problem.response());
  }
}
