package dev.oncegate.rules.sheet;

import dev.oncegate.core.update.CodePoints;
import org.jspecify.annotations.Nullable;

/**
 * Why a file cannot be part of a rulebook.
 *
 * @param sheet null where the file is no spreadsheet, or could not be read
 * @param cell such as {@code C14}, null where it is not about one cell
 */
public record TableProblem(
    String file, @Nullable String sheet, @Nullable String cell, String sentence) {

  private static final int LONGEST_SENTENCE = 2_000;

  public TableProblem {
    sentence = CodePoints.visible(CodePoints.cut(sentence, LONGEST_SENTENCE));
  }

  public static TableProblem ofFile(String file, String sentence) {
    return new TableProblem(file, null, null, sentence);
  }

  /** {@code file!sheet!cell}, as far as it is known. */
  public String address() {
    return file + (sheet == null ? "" : "!" + sheet) + (cell == null ? "" : "!" + cell);
  }

  @Override
  public String toString() {
    return address() + ": " + sentence;
  }
}
