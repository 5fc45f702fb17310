package dev.oncegate.rest;

import jakarta.ws.rs.WebApplicationException;

/** Ends a request with a problem. */
final class ProblemException extends WebApplicationException {
  ProblemException(Problem problem) {
    super(problem.detail(), problem.response());
  }
}
