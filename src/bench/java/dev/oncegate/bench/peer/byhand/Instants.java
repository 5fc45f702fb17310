package dev.oncegate.bench.peer.byhand;

import dev.oncegate.core.update.Rfc3339;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * Reads RFC 3339 instants. The form that nearly every program writes, in UTC, is read here digit by
 * digit; any other is left to {@link Rfc3339}.
 */
final class Instants {
  private static final byte[] USUAL = "0000-00-00T00:00:00.".getBytes(StandardCharsets.US_ASCII);
  private static final int FRACTION = 19;
  private static final int NANO_DIGITS = 9;

  /** When an id was created; unknown is older than any other. */
  static final class Created {
    private boolean known;
    private long second;
    private int nano;

    void unknown() {
      known = false;
    }

    void read(ByteSink texts, long stretch) {
      byte[] text = texts.array();
      int from = ByteSink.from(stretch);
      int length = ByteSink.lengthOf(stretch);
      known = true;
      if (!isUsual(text, from, length)) {
        Instant instant = Rfc3339.parse(texts.text(stretch));
        second = instant.getEpochSecond();
        nano = instant.getNano();
        return;
      }
      int month = two(text, from + 5);
      int days = daysOf(two(text, from) * 100 + two(text, from + 2), month, two(text, from + 8));
      int ofDay = (two(text, from + 11) * 60 + two(text, from + 14)) * 60 + two(text, from + 17);
      second = days * 86_400L + ofDay;
      nano = 0;
      for (int i = 1; i <= NANO_DIGITS; i++) {
        int at = FRACTION + i;
        nano = nano * 10 + (at < length - 1 ? text[from + at] - '0' : 0);
      }
    }

    int compareTo(Created other) {
      if (!known || !other.known) {
        return Boolean.compare(known, other.known);
      }
      int bySecond = Long.compare(second, other.second);
      if (bySecond != 0) {
        return bySecond;
      }
      return Integer.compare(nano, other.nano);
    }
  }

  private Instants() {}

  /** An instant as events write it: in UTC, with milliseconds or more. */
  static long inUtc(ByteSink texts, long stretch) {
    int length = ByteSink.lengthOf(stretch);
    if (length == FRACTION + 5 && isUsual(texts.array(), ByteSink.from(stretch), length)) {
      return stretch;
    }
    int start = texts.length();
    texts.add(
        Rfc3339.format(Rfc3339.parse(texts.text(stretch))).getBytes(StandardCharsets.US_ASCII));
    return texts.since(start);
  }

  /** Whether it is {@code 2026-11-22T10:00:00Z}, with up to nine digits more, and surely a date. */
  private static boolean isUsual(byte[] text, int from, int length) {
    if (length < FRACTION + 1 || length > FRACTION + 2 + NANO_DIGITS) {
      return false;
    }
    for (int i = 0; i < length - 1; i++) {
      int expected = i <= FRACTION ? USUAL[i] : '0';
      int found = text[from + i];
      if (expected == '0' ? found < '0' || found > '9' : found != expected) {
        return false;
      }
    }
    int month = two(text, from + 5);
    int day = two(text, from + 8);
    return text[from + length - 1] == 'Z'
        && length != FRACTION + 2
        && month >= 1
        && month <= 12
        && day >= 1
        // Whether a month has more days is for others to know.
        && day <= 28
        && two(text, from + 11) < 24
        && two(text, from + 14) < 60
        && two(text, from + 17) < 60;
  }

  private static int two(byte[] text, int at) {
    return (text[at] - '0') * 10 + (text[at + 1] - '0');
  }

  /** Days since 1970-01-01, with years that begin in March, so that leap days come last. */
  private static int daysOf(int year, int month, int day) {
    int shifted = month > 2 ? year : year - 1;
    int monthOfShifted = month > 2 ? month - 3 : month + 9;
    int leapDays =
        Math.floorDiv(shifted, 4) - Math.floorDiv(shifted, 100) + Math.floorDiv(shifted, 400);
    return shifted * 365 + leapDays + (153 * monthOfShifted + 2) / 5 + day - 1 - 719_468;
  }
}
