package dev.oncegate.bench;

/** A peer at work; closing it ends it. */
interface Running extends AutoCloseable {
  long pid();

  boolean isAlive();

  @Override
  void close();
}
