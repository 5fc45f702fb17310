package dev.oncegate.kafka;

import dev.oncegate.json.Parsed;
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
record Why(String reason, String field, String detail, List<String> destinations) {
  static final String MALFORMED = "malformed";
  static final String INVALID_FIELD = "invalid_field";
  static final String NO_VALUE = "no_value";
  static final String TOO_LARGE = "too_large";
  static final String FAILED = "failed";

  static Why noValue() {
    return new Why(NO_VALUE, "", "the message has no value", List.of());
  }

  static Why of(Parsed.Invalid bad) {
    return new Why(
        bad.field().isEmpty() ? MALFORMED : INVALID_FIELD, bad.field(), bad.sentence(), List.of());
  }

  static Why tooLarge(String what, String topic, int limit) {
    return new Why(
        TOO_LARGE,
        "",
        what + " would be larger than the " + limit + " bytes that " + topic + " takes",
        List.of());
  }

  /** Of a message that the program, or the database, fails on each time. */
  static Why failed(String sentence) {
    return new Why(FAILED, "", sentence, List.of());
  }
}
