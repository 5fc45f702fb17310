package dev.oncegate.rest;

import org.jspecify.annotations.Nullable;

/** Knows which failures of a request are those of what the service depends on. */
public interface DependencyFailures {

  /** What a request failed for, if it was not the service itself. */
  sealed interface Failure {}

  /** Somebody else changed the same. */
  record Conflict() implements Failure {}

  /**
   * A database or broker does not do what it was asked for.
   *
   * @param sentence for the person who asked
   * @param logged what it said
   */
  record Unavailable(String sentence, String logged) implements Failure {}

  /** Null for a failure of any other kind. */
  @Nullable Failure find(Throwable failure);
}
