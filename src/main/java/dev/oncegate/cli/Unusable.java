package dev.oncegate.cli;

/** Why a command cannot do its work: the call or its input is wrong. Ends it with exit code 2. */
final class Unusable extends Exception {
  private static final long serialVersionUID = 1L;

  Unusable(String sentence) {
    super(sentence);
  }

  Unusable(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
