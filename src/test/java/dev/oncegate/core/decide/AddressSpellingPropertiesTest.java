package dev.oncegate.core.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oncegate.core.update.VisibleText;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class AddressSpellingPropertiesTest {
  private static final int[] ZEROS =
      IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
          .filter(c -> Character.isDigit(c) && Character.digit(c, 10) == 0)
          .toArray();
  private static final int[] MARKS = "+00 ()-.;=extEXTtel:#*/\u200E\u00A0\u0301".chars().toArray();

  @Property(tries = 5_000)
  void normalisingTwiceIsOnce(@ForAll("types") String type, @ForAll("texts") String text) {
    String once = AddressSpelling.normalised(type, text);
    assertThat(AddressSpelling.normalised(type, once)).isEqualTo(once);
  }

  @Property(tries = 5_000)
  void twoTextsThatDifferInADigitNeverMeet(
      @ForAll("types") String type,
      @ForAll("texts") String text,
      @ForAll @IntRange(max = 40) int which,
      @ForAll @IntRange(min = 1, max = 9) int more) {
    int[] other = text.codePoints().toArray();
    int[] digits = IntStream.range(0, other.length).filter(i -> isDigit(other[i])).toArray();
    Assume.that(digits.length > 0);
    int place = digits[which % digits.length];
    int digit = Character.digit(other[place], 10);
    other[place] += (digit + more) % 10 - digit;
    assertThat(AddressSpelling.normalised(type, new String(other, 0, other.length)))
        .isNotEqualTo(AddressSpelling.normalised(type, text));
  }

  @Property(tries = 2_000)
  void nothingOfWhatIsSeenBecomesNothing(
      @ForAll("types") String type, @ForAll("texts") String text) {
    assertThat(AddressSpelling.normalised(type, text).isEmpty())
        .isEqualTo(VisibleText.isBlank(text));
  }

  @Provide
  Arbitrary<String> types() {
    return Arbitraries.of("email", "phone");
  }

  /** Digits of all scripts, what phones are written with, and anything else. */
  @Provide
  Arbitrary<String> texts() {
    Arbitrary<Integer> digits =
        Arbitraries.integers()
            .between(0, 9)
            .flatMap(
                digit ->
                    Arbitraries.integers()
                        .between(0, ZEROS.length - 1)
                        .map(script -> ZEROS[script] + digit));
    Arbitrary<Integer> asciiDigits = Arbitraries.integers().between('0', '9');
    Arbitrary<Integer> marks =
        Arbitraries.integers().between(0, MARKS.length - 1).map(i -> MARKS[i]);
    Arbitrary<Integer> anything = Arbitraries.integers().between(0, Character.MAX_CODE_POINT);
    return Arbitraries.oneOf(digits, asciiDigits, asciiDigits, marks, marks, anything)
        .list()
        .ofMaxSize(16)
        .map(
            all ->
                all.stream()
                    .collect(
                        StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString());
  }

  private static boolean isDigit(int c) {
    return Character.isDigit(c);
  }
}
