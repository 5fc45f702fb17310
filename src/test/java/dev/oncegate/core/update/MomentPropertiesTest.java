package dev.oncegate.core.update;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class MomentPropertiesTest {

  /** A text, and the instant that it means, by another way of computing it. */
  record Written(String text, BigDecimal instant) {}

  @Property
  void theOrderOfMomentsIsTheOrderOfTheirInstants(
      @ForAll("writtenMoments") Written a, @ForAll("writtenMoments") Written b) {
    assertThat(Integer.signum(Moment.parse(a.text()).compareTo(Moment.parse(b.text()))))
        .isEqualTo(a.instant().compareTo(b.instant()));
  }

  @Property
  void equalInstantsAreEqualMoments(@ForAll("writtenMoments") Written written) {
    Moment moment = Moment.parse(written.text());
    assertThat(Moment.parse(moment.toString())).isEqualTo(moment);
    assertThat(instantOf(moment)).isEqualByComparingTo(written.instant());
  }

  @Provide
  Arbitrary<Written> writtenMoments() {
    // Few seconds, so that many differ in their fraction or offset alone.
    Arbitrary<Long> seconds =
        Arbitraries.oneOf(
            Arbitraries.longs().between(-3, 3),
            Arbitraries.longs().between(-60_000_000_000L, 250_000_000_000L));
    Arbitrary<String> fractions =
        Arbitraries.strings().withChars('0', '1', '9').ofMinLength(0).ofMaxLength(14);
    Arbitrary<Integer> offsets = Arbitraries.integers().between(-1439, 1439);
    return Combinators.combine(seconds, fractions, offsets).as(MomentPropertiesTest::written);
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
    return new Written(text, BigDecimal.valueOf(second).add(new BigDecimal("0." + fraction + "0")));
  }

  private static BigDecimal instantOf(Moment moment) {
    return BigDecimal.valueOf(moment.epochSecond())
        .add(new BigDecimal("0.%09d%s".formatted(moment.nano(), moment.finer())));
  }
}
