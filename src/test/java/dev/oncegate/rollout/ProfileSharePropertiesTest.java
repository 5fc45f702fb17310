package dev.oncegate.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class ProfileSharePropertiesTest {

  @Property
  void aLargerShareHasEveryProfileOfASmallerOne(
      @ForAll @IntRange(max = 10_000) int one,
      @ForAll @IntRange(max = 10_000) int other,
      @ForAll String profile) {
    var smaller = new ProfileShare(Math.min(one, other));
    var larger = new ProfileShare(Math.max(one, other));
    if (smaller.includes("gate", "spa_1", profile)) {
      assertThat(larger.includes("gate", "spa_1", profile)).isTrue();
    }
  }

  @Property
  void noneHasNobodyAndAllHasEverybody(@ForAll String profile) {
    assertThat(ProfileShare.NONE.includes("gate", "spa_1", profile)).isFalse();
    assertThat(ProfileShare.ALL.includes("gate", "spa_1", profile)).isTrue();
  }

  @Property
  void whatIsWrittenIsReadAgain(@ForAll @IntRange(max = 10_000) int basisPoints) {
    var share = new ProfileShare(basisPoints);
    assertThat(ProfileShare.parse(share.toString())).isEqualTo(share);
    assertThat(ProfileShare.ofPercent(share.percent())).isEqualTo(share);
  }

  @Example
  void aShareIsAboutAsLargeAsItSays() {
    for (String percentage : new String[] {"1", "10", "50", "99"}) {
      ProfileShare share = ProfileShare.parse(percentage);
      int included = 0;
      for (int i = 0; i < 100_000; i++) {
        included += share.includes("gate", "spa_1", "use_" + i) ? 1 : 0;
      }
      assertThat(included / 1_000.0).isCloseTo(share.percent(), within(0.6));
    }
  }

  @Example
  void sharesOfTwoThingsAreIndependent() {
    ProfileShare tenth = ProfileShare.parse("10");
    int both = 0;
    for (int i = 0; i < 100_000; i++) {
      boolean gated = tenth.includes("gate", "spa_1", "use_" + i);
      both += gated && tenth.includes("compare", "spa_1", "use_" + i) ? 1 : 0;
    }
    assertThat(both / 1_000.0).isCloseTo(1.0, within(0.2));
  }

  /** What a profile's place is must never change, since a new program would move profiles. */
  @Example
  void aProfilesPlaceIsForGood() {
    var places = new StringBuilder();
    for (int i = 0; i < 20; i++) {
      int smallest = 0;
      while (!new ProfileShare(smallest).includes("gate", "spa_1", "use_" + i)) {
        smallest++;
      }
      places.append(smallest).append(' ');
    }
    assertThat(places)
        .hasToString(
            "3901 9680 4147 400 2258 5743 8934 5919 5719 442 "
                + "1721 2300 8039 6763 7685 3225 454 9494 6028 5657 ");
  }

  @Example
  void whatIsNoPercentageIsRefusedWithASentence() {
    for (String text : new String[] {"", "-1", "101", "100.01", "0.001", "ten", "1e1"}) {
      assertThatThrownBy(() -> ProfileShare.parse(text))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("percentage");
    }
  }
}
