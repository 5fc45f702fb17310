package dev.oncegate.core.update;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;

/**
 * Instants as messages write them (RFC 3339): read with any offset and any number of digits, of
 * which those beyond nanoseconds are cut; written in UTC with at least milliseconds.
 */
public final class Rfc3339 {
  // 0000-01-01T00:00:00Z and 9999-12-31T23:59:59Z. An offset can lead beyond them, to an instant
  // that RFC 3339 cannot write in UTC.
  private static final long FIRST_SECOND = -62_167_219_200L;
  private static final long LAST_SECOND = 253_402_300_799L;

  private static final int DATE_END = 10;
  private static final int SECONDS_END = 19;
  private static final int NANO_DIGITS = 9;

  private static final DateTimeFormatter WRITTEN =
      new DateTimeFormatterBuilder()
          .appendPattern("uuuu-MM-dd'T'HH:mm:ss")
          .appendFraction(ChronoField.NANO_OF_SECOND, 3, NANO_DIGITS, true)
          .appendLiteral('Z')
          .toFormatter()
          .withZone(ZoneOffset.UTC);

  private Rfc3339() {}

  /** The instant in UTC, with milliseconds, and with more digits only where there are more. */
  public static String format(Instant instant) {
    return WRITTEN.format(instant);
  }

  /**
   * Reads an RFC 3339 date-time.
   *
   * @throws DateTimeException if the text is not one
   */
  public static Instant parse(String text) {
    // Read by hand, since every external id carries such a text and a formatter takes ten times as
    // long.
    if (text.length() <= SECONDS_END) {
      throw notRfc3339(text);
    }
    expect(text, 4, '-');
    expect(text, 7, '-');
    // RFC 3339 allows a small t between date and time, and a space.
    if ("Tt ".indexOf(text.charAt(DATE_END)) < 0) {
      throw notRfc3339(text);
    }
    expect(text, 13, ':');
    expect(text, 16, ':');
    int year = 100 * twoDigits(text, 0) + twoDigits(text, 2);
    LocalDate date = LocalDate.of(year, twoDigits(text, 5), twoDigits(text, 8));
    int hour = twoDigits(text, 11);
    int minute = twoDigits(text, 14);
    int second = twoDigits(text, 17);
    // RFC 3339 allows the leap second; it is the instant at which the next minute begins.
    if (hour > 23 || minute > 59 || second > 60) {
      throw notRfc3339(text);
    }
    int fractionEnd = fractionEnd(text);
    long epochSecond =
        date.toEpochDay() * 86_400
            + (hour * 60L + minute) * 60
            + second
            - offsetSeconds(text, fractionEnd);
    if (epochSecond < FIRST_SECOND || epochSecond > LAST_SECOND) {
      throw notRfc3339(text);
    }
    return Instant.ofEpochSecond(epochSecond, nanos(text, fractionEnd));
  }

  /** Behind the digits of a fraction, or behind the seconds where there is none. */
  private static int fractionEnd(String text) {
    if (text.charAt(SECONDS_END) != '.') {
      return SECONDS_END;
    }
    int end = SECONDS_END + 1;
    while (end < text.length() && isDigit(text.charAt(end))) {
      end++;
    }
    if (end == SECONDS_END + 1) {
      throw notRfc3339(text);
    }
    return end;
  }

  private static int nanos(String text, int fractionEnd) {
    int nanos = 0;
    for (int place = 1; place <= NANO_DIGITS; place++) {
      int at = SECONDS_END + place;
      nanos = nanos * 10 + (at < fractionEnd ? text.charAt(at) - '0' : 0);
    }
    return nanos;
  }

  private static int offsetSeconds(String text, int from) {
    char sign = from < text.length() ? text.charAt(from) : 0;
    if (sign == 'Z' || sign == 'z') {
      if (from + 1 != text.length()) {
        throw notRfc3339(text);
      }
      return 0;
    }
    if ((sign != '+' && sign != '-') || from + 6 != text.length()) {
      throw notRfc3339(text);
    }
    int hours = twoDigits(text, from + 1);
    expect(text, from + 3, ':');
    int minutes = twoDigits(text, from + 4);
    if (hours > 23 || minutes > 59) {
      throw notRfc3339(text);
    }
    int seconds = (hours * 60 + minutes) * 60;
    return sign == '+' ? seconds : -seconds;
  }

  private static int twoDigits(String text, int from) {
    char ten = text.charAt(from);
    char one = text.charAt(from + 1);
    if (!isDigit(ten) || !isDigit(one)) {
      throw notRfc3339(text);
    }
    return 10 * (ten - '0') + (one - '0');
  }

  private static void expect(String text, int at, char expected) {
    if (text.charAt(at) != expected) {
      throw notRfc3339(text);
    }
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static DateTimeException notRfc3339(String text) {
    return new DateTimeException("not an RFC 3339 instant: " + text);
  }
}
