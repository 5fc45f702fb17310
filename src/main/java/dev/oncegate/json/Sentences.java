package dev.oncegate.json;

import com.fasterxml.jackson.core.JsonProcessingException;

/** Words for what is wrong, short enough for a header or a log line. */
final class Sentences {
  private static final int LONGEST_QUOTE = 60;

  private Sentences() {}

  static String quote(String text) {
    return text.length() <= LONGEST_QUOTE
        ? "\"" + text + "\""
        : "\"" + text.substring(0, LONGEST_QUOTE) + "…\"";
  }

  static String of(JsonProcessingException e) {
    String problem = e.getOriginalMessage().replaceAll("\\s+", " ");
    String cut =
        problem.length() <= 4 * LONGEST_QUOTE
            ? problem
            : problem.substring(0, 4 * LONGEST_QUOTE) + "…";
    return e.getLocation() == null ? cut : cut + " at byte " + e.getLocation().getByteOffset();
  }
}
