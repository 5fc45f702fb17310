package dev.oncegate.core.update;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class Rfc3339PropertiesTest {
  private static final Pattern RFC_3339 =
      Pattern.compile(
          "[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]+)?"
              + "([Zz]|[+-]([01][0-9]|2[0-3]):[0-5][0-9])");

  /** A text, and the instant that it means, by another way of computing it. */
  record Written(String text, BigDecimal instant) {}

  @Property
  void textsAreInTheOrderOfTheInstantsThatTheyMean(
      @ForAll("writtenInstants") Written a, @ForAll("writtenInstants") Written b) {
    assertThat(Integer.signum(Rfc3339.parse(a.text()).compareTo(Rfc3339.parse(b.text()))))
        .isEqualTo(a.instant().compareTo(b.instant()));
  }

  @Property
  void whatIsWrittenIsReadAsTheSameInstant(@ForAll("writtenInstants") Written written) {
    Instant instant = Rfc3339.parse(written.text());
    assertThat(Rfc3339.parse(Rfc3339.format(instant))).isEqualTo(instant);
    assertThat(secondsOf(instant)).isEqualByComparingTo(written.instant());
  }

  @Property(tries = 20_000)
  void aTextWithAnotherCharacterInItIsReadOnlyIfItIsStillRfc3339(
      @ForAll("writtenInstants") Written written,
      @ForAll @IntRange(max = 19) int place,
      @ForAll("characters") int other) {
    var changed = new StringBuilder(written.text());
    changed.setCharAt(place, (char) other);
    String said = changed.toString();
    assertThat(isRead(said)).as(said).isEqualTo(isRfc3339(said));
  }

  private static boolean isRead(String text) {
    try {
      return Rfc3339.parse(text) != null;
    } catch (DateTimeException e) {
      return false;
    }
  }

  /** By a general parser, which knows no leap second and no years beyond RFC 3339's. */
  private static boolean isRfc3339(String text) {
    if (!RFC_3339.matcher(text).matches()) {
      return false;
    }
    try {
      String second = text.substring(17, 19).equals("60") ? "59" : text.substring(17, 19);
      LocalDateTime _ =
          LocalDateTime.parse(text.substring(0, 10) + "T" + text.substring(11, 17) + second);
      return true;
    } catch (DateTimeException e) {
      return false;
    }
  }

  @Provide
  Arbitrary<Integer> characters() {
    return Arbitraries.oneOf(
        Arbitraries.chars().with("0123456789-:.TtZz +/;").map(c -> (int) c),
        Arbitraries.integers().between(0, 255));
  }

  @Provide
  Arbitrary<Written> writtenInstants() {
    // Few seconds, so that many differ in their fraction or offset alone.
    Arbitrary<Long> seconds =
        Arbitraries.oneOf(
            Arbitraries.longs().between(-3, 3),
            Arbitraries.longs().between(-60_000_000_000L, 250_000_000_000L));
    Arbitrary<String> fractions =
        Arbitraries.strings().withChars('0', '1', '9').ofMinLength(0).ofMaxLength(14);
    Arbitrary<Integer> offsets = Arbitraries.integers().between(-1439, 1439);
    return Combinators.combine(seconds, fractions, offsets).as(Rfc3339PropertiesTest::written);
  }

  private static Written written(long second, String fraction, int offsetMinutes) {
    LocalDateTime local =
        LocalDateTime.ofEpochSecond(second + offsetMinutes * 60L, 0, ZoneOffset.UTC);
    String text =
        "%04d-%02d-%02dT%02d:%02d:%02d%s%s%02d:%02d"
            .formatted(
                local.getYear(),
                local.getMonthValue(),
                local.getDayOfMonth(),
                local.getHour(),
                local.getMinute(),
                local.getSecond(),
                fraction.isEmpty() ? "" : "." + fraction,
                offsetMinutes < 0 ? "-" : "+",
                Math.abs(offsetMinutes) / 60,
                Math.abs(offsetMinutes) % 60);
    return new Written(text, BigDecimal.valueOf(second).add(cut("0." + fraction + "0")));
  }

  private static BigDecimal cut(String fraction) {
    return new BigDecimal(fraction).setScale(9, RoundingMode.DOWN);
  }

  private static BigDecimal secondsOf(Instant instant) {
    return BigDecimal.valueOf(instant.getEpochSecond())
        .add(BigDecimal.valueOf(instant.getNano(), 9));
  }
}
