package dev.oncegate.rules.sheet;

import dev.oncegate.core.update.CodePoints;
import org.jspecify.annotations.Nullable;

/** A file that is not what its name says; its message is the sentence for people. */
public final class UnreadableFileException extends Exception {
  // What a sentence quotes is of the file, and as long as that may be.
  private static final int LONGEST_SENTENCE = 1_000;

  private final @Nullable String sheet;

  UnreadableFileException(String sentence) {
    this(sentence, null);
  }

  UnreadableFileException(String sentence, @Nullable String sheet) {
    super(CodePoints.cut(sentence, LONGEST_SENTENCE), null, false, false);
    this.sheet = sheet;
  }

  public TableProblem in(String file) {
    String sentence = getMessage();
    return new TableProblem(file, sheet, null, sentence == null ? "cannot be read" : sentence);
  }
}
