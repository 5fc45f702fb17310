package dev.oncegate.codec;

import dev.oncegate.core.update.CodePoints;

/**
 * Something that is wrong with a text.
 *
 * @param field the way to it: {@code destinations[3].call}; empty for the text as a whole
 * @param message a sentence without a full stop, for the person who wrote the text
 */
public record InputFault(String field, String message) {
  private static final int LONGEST_FIELD = 200;
  private static final int LONGEST_MESSAGE = 1_000;

  public InputFault {
    // An unknown field is named by whoever wrote the text.
    field = CodePoints.oneLine(CodePoints.cut(field, LONGEST_FIELD));
    message = CodePoints.oneLine(CodePoints.cut(message, LONGEST_MESSAGE));
  }

  @Override
  public String toString() {
    return field.isEmpty() ? message : field + ": " + message;
  }
}
