package dev.oncegate.core.update;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;

/**
 * An instant as RFC 3339 writes it, with any offset and any precision, compared as an instant.
 *
 * @param epochSecond seconds since 1970-01-01T00:00:00Z
 * @param nano nanoseconds within the second, 0 to 999,999,999
 * @param finer the digits after the ninth, without trailing zeros; mostly empty
 */
public record Moment(long epochSecond, int nano, String finer) implements Comparable<Moment> {

  // 0000-01-01T00:00:00Z and 9999-12-31T23:59:59Z. An offset can lead beyond them, to an instant
  // that RFC 3339 cannot write in UTC.
  private static final long FIRST = -62_167_219_200L;
  private static final long LAST = 253_402_300_799L;

  /**
   * Reads an RFC 3339 date-time.
   *
   * @throws DateTimeException if the text is not one
   */
  public static Moment parse(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return parse(bytes, 0, bytes.length);
  }

  /**
   * Reads an RFC 3339 date-time that stands in some text.
   *
   * @param text in UTF-8
   * @param end exclusive
   * @throws DateTimeException if it is not one
   */
  public static Moment parse(byte[] text, int start, int end) {
    return new Reading(text, start, end).moment();
  }

  public static Moment ofEpochMilli(long millis) {
    Instant instant = Instant.ofEpochMilli(millis);
    return new Moment(instant.getEpochSecond(), instant.getNano(), "");
  }

  @Override
  public int compareTo(Moment other) {
    int bySecond = Long.compare(epochSecond, other.epochSecond);
    if (bySecond != 0) {
      return bySecond;
    }
    int byNano = Integer.compare(nano, other.nano);
    // Without trailing zeros, digits of a fraction compare as text does.
    return byNano != 0 ? byNano : finer.compareTo(other.finer);
  }

  /** This moment later by a number of calendar days, months or years in UTC, and by a duration. */
  public Moment plus(Resend.After wait) {
    Instant moved =
        LocalDateTime.ofEpochSecond(epochSecond, nano, ZoneOffset.UTC)
            .plus(wait.period())
            .plus(wait.duration())
            .toInstant(ZoneOffset.UTC);
    return new Moment(moved.getEpochSecond(), moved.getNano(), finer);
  }

  /** RFC 3339 in UTC, with milliseconds, and with more digits only where there are more. */
  @Override
  public String toString() {
    LocalDateTime utc = LocalDateTime.ofEpochSecond(epochSecond, 0, ZoneOffset.UTC);
    byte[] text = "0000-00-00T00:00:00.000000000".getBytes(StandardCharsets.US_ASCII);
    digits(text, 0, 4, utc.getYear());
    digits(text, 5, 2, utc.getMonthValue());
    digits(text, 8, 2, utc.getDayOfMonth());
    digits(text, 11, 2, utc.getHour());
    digits(text, 14, 2, utc.getMinute());
    digits(text, 17, 2, utc.getSecond());
    digits(text, 20, 9, nano);
    int end = text.length;
    if (finer.isEmpty()) {
      while (end > 23 && text[end - 1] == '0') {
        end--;
      }
    }
    return new String(text, 0, end, StandardCharsets.US_ASCII) + finer + 'Z';
  }

  private static void digits(byte[] text, int from, int width, int number) {
    int rest = number;
    for (int at = from + width - 1; at >= from && rest > 0; at--) {
      text[at] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
  }

  /** One pass over the text; written by hand because every external id carries such a text. */
  private static final class Reading {
    private static final int SECONDS_END = 19;

    private final byte[] text;
    private final int start;
    private final int end;

    Reading(byte[] text, int start, int end) {
      this.text = text;
      this.start = start;
      this.end = end;
    }

    Moment moment() {
      if (end - start <= SECONDS_END) {
        throw wrong();
      }
      int year = number(0, 4);
      expect('-', 4);
      int month = number(5, 2);
      expect('-', 7);
      int day = number(8, 2);
      byte separator = text[start + 10];
      if (separator != 'T' && separator != 't' && separator != ' ') {
        throw wrong();
      }
      int hour = number(11, 2);
      expect(':', 13);
      int minute = number(14, 2);
      expect(':', 16);
      int second = number(17, 2);
      // RFC 3339 allows the leap second; it is the instant at which the next minute begins.
      int leap = second == 60 ? 1 : 0;
      int fractionEnd = fractionEnd();
      int offset = offsetSeconds(fractionEnd);
      long days = LocalDate.of(year, month, day).toEpochDay();
      int ofDay = LocalTime.of(hour, minute, second - leap).toSecondOfDay();
      long epochSecond = days * 86_400 + ofDay + leap - offset;
      if (epochSecond < FIRST || epochSecond > LAST) {
        throw wrong();
      }
      return new Moment(epochSecond, nano(fractionEnd), finer(fractionEnd));
    }

    /** Behind the digits of a fraction; behind the seconds where there is none. */
    private int fractionEnd() {
      int at = start + SECONDS_END;
      if (text[at] != '.') {
        return at;
      }
      do {
        at++;
      } while (at < end && isDigit(text[at]));
      if (at == start + SECONDS_END + 1) {
        throw wrong();
      }
      return at;
    }

    private int nano(int fractionEnd) {
      int nano = 0;
      int from = start + SECONDS_END + 1;
      for (int at = from; at < from + 9; at++) {
        nano = nano * 10 + (at < fractionEnd ? text[at] - '0' : 0);
      }
      return nano;
    }

    private String finer(int fractionEnd) {
      int from = start + SECONDS_END + 1 + 9;
      int to = fractionEnd;
      while (to > from && text[to - 1] == '0') {
        to--;
      }
      return to > from ? new String(text, from, to - from, StandardCharsets.US_ASCII) : "";
    }

    private int offsetSeconds(int from) {
      byte sign = from < end ? text[from] : 0;
      if (sign == 'Z' || sign == 'z') {
        if (from + 1 != end) {
          throw wrong();
        }
        return 0;
      }
      if ((sign != '+' && sign != '-') || from + 6 != end) {
        throw wrong();
      }
      int hours = number(from + 1 - start, 2);
      expect(':', from + 3 - start);
      int minutes = number(from + 4 - start, 2);
      if (hours > 23 || minutes > 59) {
        throw wrong();
      }
      int seconds = (hours * 60 + minutes) * 60;
      return sign == '+' ? seconds : -seconds;
    }

    private int number(int from, int width) {
      int number = 0;
      for (int at = start + from; at < start + from + width; at++) {
        if (!isDigit(text[at])) {
          throw wrong();
        }
        number = number * 10 + (text[at] - '0');
      }
      return number;
    }

    private void expect(char expected, int at) {
      if (text[start + at] != expected) {
        throw wrong();
      }
    }

    private DateTimeException wrong() {
      return new DateTimeException(
          "not an RFC 3339 instant: "
              + new String(text, start, end - start, StandardCharsets.UTF_8));
    }

    private static boolean isDigit(byte b) {
      return b >= '0' && b <= '9';
    }
  }
}
