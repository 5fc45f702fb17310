package dev.oncegate.postgres;

/** The tables of this program, as migrations make them. */
final class Schema {
  /** The newest migration in {@code db/migration}. */
  static final int NEWEST = 13;

  private Schema() {}
}
