package dev.oncegate.rules.sheet;

import org.jspecify.annotations.Nullable;

/** A file that is not what its name says; its message is the sentence for people. */
public final class UnreadableFileException extends Exception {
  private final @Nullable String sheet;

  UnreadableFileException(String sentence) {
    this(sentence, null);
  }

  UnreadableFileException(String sentence, @Nullable String sheet) {
    super(sentence, null, false, false);
    this.sheet = sheet;
  }

  public TableProblem in(String file) {
    String sentence = getMessage();
    return new TableProblem(file, sheet, null, sentence == null ? "cannot be read" : sentence);
  }
}
