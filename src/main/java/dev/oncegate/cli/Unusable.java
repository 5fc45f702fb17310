package dev.oncegate.cli;

import dev.oncegate.core.update.CodePoints;

/** Why a command cannot do its work: the call or its input is wrong. Ends it with exit code 2. */
final class Unusable extends Exception {
  private static final long serialVersionUID = 1L;

  Unusable(String sentence) {
    super(CodePoints.visible(sentence));
  }

  Unusable(String sentence, Throwable cause) {
    super(CodePoints.visible(sentence), cause);
  }
}
