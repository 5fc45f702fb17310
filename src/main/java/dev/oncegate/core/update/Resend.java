package dev.oncegate.core.update;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/** When a deduped destination may get a message that it already got. */
public sealed interface Resend {

  record Never() implements Resend {}

  /** After the profile left and came back. */
  record OnReentry() implements Resend {}

  /** After a time, measured from one update's {@code computedAt} to the other's. */
  record After(Period period, Duration duration) implements Resend {
    // Beyond it, adding the period to an instant could leave the calendar.
    private static final long MAX_YEARS = 1000;

    public After {
      if (period.isNegative() || duration.isNegative() || (period.isZero() && duration.isZero())) {
        throw new IllegalArgumentException("a resend period must be longer than nothing");
      }
      if (period.toTotalMonths() > MAX_YEARS * 12
          || period.get(ChronoUnit.DAYS) > MAX_YEARS * 366
          || duration.toDays() > MAX_YEARS * 366) {
        throw new IllegalArgumentException("a resend period is at most 1000 years");
      }
    }

    /** The instant that is this long after another, by the calendar in UTC. */
    public Instant from(Instant instant) {
      return instant.atOffset(ZoneOffset.UTC).plus(period).plus(duration).toInstant();
    }

    @Override
    public String toString() {
      String days = period.isZero() ? "P" : period.toString();
      return duration.isZero() ? days : days + duration.toString().substring(1);
    }
  }

  /** As the configuration writes it: {@code never}, {@code on_reentry}, {@code P30D}. */
  default String word() {
    return switch (this) {
      case Never never -> "never";
      case OnReentry _ -> "on_reentry";
      case After after -> after.toString();
    };
  }

  /**
   * Reads {@code never}, {@code on_reentry} or an ISO-8601 period such as {@code P30D} or {@code
   * P1DT12H}.
   *
   * @throws IllegalArgumentException if the text is none of them
   */
  static Resend parse(String text) {
    return switch (text) {
      case "never" -> new Never();
      case "on_reentry" -> new OnReentry();
      default -> after(text);
    };
  }

  private static After after(String text) {
    try {
      int time = text.indexOf('T');
      Period period = Period.ZERO;
      if (time != 1) {
        period = Period.parse(time < 0 ? text : text.substring(0, time));
      }
      Duration duration = time < 0 ? Duration.ZERO : Duration.parse("P" + text.substring(time));
      return new After(period, duration);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "expected never, on_reentry or an ISO-8601 period such as P30D, found " + text, e);
    }
  }
}
