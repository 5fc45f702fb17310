package dev.oncegate.core.update;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
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
    private static final int[] TENS = {
      1_000_000_000, 100_000_000, 10_000_000, 1_000_000, 100_000, 10_000, 1_000, 100, 10, 1
    };

    // Eight bytes at once: what is left of them without their pattern is a digit each, or nothing.
    // What may be added to it without reaching the highest bit tells whether that is so.
    private static final VarHandle EIGHT_BYTES =
        MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final long DATE = 0x3030_3030_2D30_302DL; // 0000-00-
    private static final long DATE_SLACK = 0x7676_7676_7F76_767FL;
    private static final long TIME = 0x3030_5430_303A_3030L; // 00T00:00
    private static final long TIME_SLACK = 0x7676_7F76_767F_7676L;
    private static final long HIGHEST_BITS = 0x8080_8080_8080_8080L;

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
      long date = without(DATE, DATE_SLACK, (long) EIGHT_BYTES.get(text, start));
      long time = without(TIME, TIME_SLACK, withT((long) EIGHT_BYTES.get(text, start + 8)));
      int year = 100 * number(date, 0) + number(date, 2);
      int month = number(date, 5);
      int day = number(time, 0);
      int hour = number(time, 3);
      int minute = number(time, 6);
      expect(':', 16);
      int second = number(17);
      // RFC 3339 allows the leap second; it is the instant at which the next minute begins.
      if (hour > 23 || minute > 59 || second > 60) {
        throw wrong();
      }
      int fractionEnd = fractionEnd();
      int offset = offsetSeconds(fractionEnd);
      long days = LocalDate.of(year, month, day).toEpochDay();
      int ofDay = (hour * 60 + minute) * 60 + second;
      long epochSecond = days * 86_400 + ofDay - offset;
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
      int from = start + SECONDS_END + 1;
      int digits = Math.clamp(fractionEnd - from, 0, 9);
      int nano = 0;
      for (int at = from; at < from + digits; at++) {
        nano = nano * 10 + (text[at] - '0');
      }
      return nano * TENS[digits];
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
      int hours = number(from + 1 - start);
      expect(':', from + 3 - start);
      int minutes = number(from + 4 - start);
      if (hours > 23 || minutes > 59) {
        throw wrong();
      }
      int seconds = (hours * 60 + minutes) * 60;
      return sign == '+' ? seconds : -seconds;
    }

    // RFC 3339 allows a small t between date and time, and a space.
    private static long withT(long time) {
      long separator = (time >>> 40) & 0xFF;
      boolean isOther = separator == 't' || separator == ' ';
      return isOther ? time + (('T' - separator) << 40) : time;
    }

    private long without(long pattern, long slack, long eight) {
      long digits = eight ^ pattern;
      if (((digits | (digits + slack)) & HIGHEST_BITS) != 0) {
        throw wrong();
      }
      return digits;
    }

    /** Two of the digits. */
    private static int number(long digits, int from) {
      int two = (int) (digits >>> (48 - 8 * from));
      return 10 * (two >> 8 & 0xF) + (two & 0xF);
    }

    private int number(int from) {
      byte ten = text[start + from];
      byte one = text[start + from + 1];
      if (!isDigit(ten) || !isDigit(one)) {
        throw wrong();
      }
      return 10 * (ten - '0') + (one - '0');
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
