package dev.oncegate.pipeline;

import dev.oncegate.codec.Parsed;
import dev.oncegate.core.update.CodePoints;
import java.util.List;

/**
 * Why a message is parked.
 *
 * @param reason a word, for machines
 * @param field the part of the message that is wrong; empty where it is the message as a whole
 * @param detail a sentence, for people
 * @param destinations the ids of the destinations it is parked for; empty where it could not be
 *     decided for any
 */
public record ParkReason(String reason, String field, String detail, List<String> destinations) {
  static final String MALFORMED = "malformed";
  static final String INVALID_FIELD = "invalid_field";
  static final String NO_VALUE = "no_value";
  static final String TOO_LARGE = "too_large";
  static final String FAILED = "failed";

  private static final int LONGEST_FIELD = 200;
  private static final int LONGEST_DETAIL = 1_000;

  /** Both become headers, which people read on one line. */
  public ParkReason {
    field = CodePoints.oneLine(CodePoints.cut(field, LONGEST_FIELD));
    detail = CodePoints.oneLine(CodePoints.cut(detail, LONGEST_DETAIL));
  }

  static ParkReason noValue() {
    return new ParkReason(NO_VALUE, "", "the message has no value", List.of());
  }

  static ParkReason of(Parsed.Invalid bad) {
    return new ParkReason(
        bad.field().isEmpty() ? MALFORMED : INVALID_FIELD, bad.field(), bad.sentence(), List.of());
  }

  static ParkReason tooLarge(String what, String topic, int limit) {
    return new ParkReason(
        TOO_LARGE,
        "",
        what + " would be larger than the " + limit + " bytes that " + topic + " takes",
        List.of());
  }

  /** Of a message that the program, or the database, fails on each time. */
  public static ParkReason failed(String sentence) {
    return new ParkReason(FAILED, "", sentence, List.of());
  }
}
