package dev.oncegate.replay.junit;

/** One test: a name for people, and what fails with a sentence if it does not hold. */
record Check(String name, Runnable run) {

  static Check failing(String name, String sentence) {
    return new Check(
        name,
        () -> {
          throw new AssertionError(sentence);
        });
  }
}
