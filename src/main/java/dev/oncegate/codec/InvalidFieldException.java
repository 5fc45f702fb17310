package dev.oncegate.codec;

/** Ends the reading of a message; never leaves this package. */
final class InvalidFieldException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String field;
  private final String problem;

  InvalidFieldException(String field, String problem) {
    super(field + ": " + problem, null, false, false);
    this.field = field;
    this.problem = problem;
  }

  String field() {
    return field;
  }

  String problem() {
    return problem;
  }

  /** The same, seen from the part around it. */
  InvalidFieldException in(String outer) {
    return new InvalidFieldException(field.isEmpty() ? outer : outer + "." + field, problem);
  }
}
