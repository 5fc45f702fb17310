package dev.oncegate.replay.junit;

/** One test: a name for people, and what fails with a sentence if it does not hold. */
record NamedCheck(String name, Runnable run) {

  static NamedCheck failing(String name, String sentence) {
    return new NamedCheck(
        name,
        () -> {
          throw new AssertionError(sentence);
        });
  }
}
