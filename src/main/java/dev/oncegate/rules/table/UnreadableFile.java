package dev.oncegate.rules.table;

import org.jspecify.annotations.Nullable;

/** A file that is not what its name says; its message is the sentence for people. */
final class UnreadableFile extends Exception {
  private final @Nullable String sheet;

  UnreadableFile(String sentence) {
    this(sentence, null);
  }

  UnreadableFile(String sentence, @Nullable String sheet) {
    super(sentence, null, false, false);
    this.sheet = sheet;
  }

  Problem in(String file) {
    String sentence = getMessage();
    return new Problem(file, sheet, null, sentence == null ? "cannot be read" : sentence);
  }
}
