package dev.oncegate.core.update;

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
    return new Reading(text).moment();
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
    var out = new StringBuilder(30);
    digits(out, utc.getYear(), 4).append('-');
    digits(out, utc.getMonthValue(), 2).append('-');
    digits(out, utc.getDayOfMonth(), 2).append('T');
    digits(out, utc.getHour(), 2).append(':');
    digits(out, utc.getMinute(), 2).append(':');
    digits(out, utc.getSecond(), 2).append('.');
    int fraction = out.length();
    digits(out, nano, 9).append(finer);
    int end = out.length();
    while (end > fraction + 3 && out.charAt(end - 1) == '0') {
      end--;
    }
    out.setLength(end);
    return out.append('Z').toString();
  }

  private static StringBuilder digits(StringBuilder out, int number, int width) {
    int scale = 1;
    for (int i = 1; i < width; i++) {
      scale *= 10;
    }
    for (; scale > 0; scale /= 10) {
      out.append((char) ('0' + number / scale % 10));
    }
    return out;
  }

  /** One pass over the text; written by hand because every external id carries such a text. */
  private static final class Reading {
    private final String text;
    private int at;

    Reading(String text) {
      this.text = text;
    }

    Moment moment() {
      int year = number(4);
      expect('-');
      int month = number(2);
      expect('-');
      int day = number(2);
      char separator = next();
      if (separator != 'T' && separator != 't' && separator != ' ') {
        throw wrong();
      }
      int hour = number(2);
      expect(':');
      int minute = number(2);
      expect(':');
      int second = number(2);
      // RFC 3339 allows the leap second; it is the instant at which the next minute begins.
      int leap = second == 60 ? 1 : 0;
      int nano = 0;
      String finer = "";
      if (at < text.length() && text.charAt(at) == '.') {
        int from = ++at;
        while (at < text.length() && isDigit(text.charAt(at))) {
          at++;
        }
        if (at == from) {
          throw wrong();
        }
        for (int i = from; i < from + 9; i++) {
          nano = nano * 10 + (i < at ? text.charAt(i) - '0' : 0);
        }
        int end = at;
        while (end > from + 9 && text.charAt(end - 1) == '0') {
          end--;
        }
        finer = end > from + 9 ? text.substring(from + 9, end) : "";
      }
      int offset = offsetSeconds();
      if (at != text.length()) {
        throw wrong();
      }
      long days = LocalDate.of(year, month, day).toEpochDay();
      int ofDay = LocalTime.of(hour, minute, second - leap).toSecondOfDay();
      long epochSecond = days * 86_400 + ofDay + leap - offset;
      if (epochSecond < FIRST || epochSecond > LAST) {
        throw wrong();
      }
      return new Moment(epochSecond, nano, finer);
    }

    private int offsetSeconds() {
      char sign = next();
      if (sign == 'Z' || sign == 'z') {
        return 0;
      }
      if (sign != '+' && sign != '-') {
        throw wrong();
      }
      int hours = number(2);
      expect(':');
      int minutes = number(2);
      if (hours > 23 || minutes > 59) {
        throw wrong();
      }
      int seconds = (hours * 60 + minutes) * 60;
      return sign == '+' ? seconds : -seconds;
    }

    private int number(int width) {
      int number = 0;
      for (int i = 0; i < width; i++) {
        char c = next();
        if (!isDigit(c)) {
          throw wrong();
        }
        number = number * 10 + (c - '0');
      }
      return number;
    }

    private char next() {
      if (at == text.length()) {
        throw wrong();
      }
      return text.charAt(at++);
    }

    private void expect(char expected) {
      if (next() != expected) {
        throw wrong();
      }
    }

    private DateTimeException wrong() {
      return new DateTimeException("not an RFC 3339 instant: " + text);
    }

    private static boolean isDigit(char c) {
      return c >= '0' && c <= '9';
    }
  }
}
