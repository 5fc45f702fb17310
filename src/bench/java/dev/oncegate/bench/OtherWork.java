package dev.oncegate.bench;

/** A peer did other work than it was given, so that its figures are of no use. */
final class OtherWork extends RuntimeException {
  private static final long serialVersionUID = 1L;

  OtherWork(String message) {
    super(message);
  }
}
