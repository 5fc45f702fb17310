package dev.oncegate.codec;

import dev.oncegate.core.update.CodePoints;

/**
 * Something that is wrong with a text.
 *
 * @param field the way to it: {@code destinations[3].call}; empty for the text as a whole
 * @param message a sentence without a full stop, for the person who wrote the text
 */
public record InputFault(String field, String message) {
  public InputFault {
    message = CodePoints.visible(message);
  }

  @Override
  public String toString() {
    return field.isEmpty() ? message : field + ": " + message;
  }
}
