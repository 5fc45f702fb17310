package dev.oncegate.cli;

import dev.oncegate.core.update.CodePoints;

/** Why a command cannot do its work: the call or its input is wrong. Ends it with exit code 2. */
final class UnusableInputException extends Exception {
  private static final long serialVersionUID = 1L;

  UnusableInputException(String sentence) {
    super(CodePoints.visible(sentence));
  }

  UnusableInputException(String sentence, Throwable cause) {
    super(CodePoints.visible(sentence), cause);
  }
}
