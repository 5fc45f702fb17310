package dev.oncegate.core.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class FingerprintPropertiesTest {
  private static final BigInteger MODULUS = BigInteger.TWO.pow(128);

  @Property
  void theOrderNeverChangesIt(@ForAll("hashes") List<ElementHash> hashes, @ForAll Random random) {
    var shuffled = new ArrayList<>(hashes);
    Collections.shuffle(shuffled, random);
    assertThat(of(shuffled).isSameAs(of(hashes))).isTrue();
  }

  @Property
  void itIsTheSumOfTheHashesModulo2To128(@ForAll("hashes") List<ElementHash> hashes) {
    BigInteger sum = BigInteger.ZERO;
    for (ElementHash hash : hashes) {
      sum = sum.add(numberOf(hash)).mod(MODULUS);
    }
    assertThat(of(hashes))
        .hasToString("%d elements, %s".formatted(hashes.size(), "%032x".formatted(sum)));
  }

  @Property
  void whatIsTakenOutIsAsIfItHadNotBeenAdded(
      @ForAll("hashes") List<ElementHash> hashes, @ForAll Random random) {
    Fingerprint fingerprint = of(hashes);
    var shuffled = new ArrayList<>(hashes);
    Collections.shuffle(shuffled, random);
    shuffled.forEach(fingerprint::remove);
    assertThat(fingerprint.isEmpty()).isTrue();
  }

  @Property
  void oneMoreOrOneLessIsSeen(
      @ForAll("hashes") List<ElementHash> hashes, @ForAll("hash") ElementHash more) {
    var other = new ArrayList<>(hashes);
    other.add(more);
    assertThat(of(other).isSameAs(of(hashes))).isFalse();
  }

  private static Fingerprint of(List<ElementHash> hashes) {
    var fingerprint = new Fingerprint();
    hashes.forEach(fingerprint::add);
    return fingerprint;
  }

  private static BigInteger numberOf(ElementHash hash) {
    return new BigInteger("%016x%016x".formatted(hash.high(), hash.low()), 16);
  }

  @Provide
  Arbitrary<ElementHash> hash() {
    Arbitrary<Long> longs =
        Arbitraries.oneOf(Arbitraries.longs(), Arbitraries.of(0L, -1L, Long.MIN_VALUE, 1L));
    return Combinators.combine(longs, longs).as(ElementHash::new);
  }

  @Provide
  Arbitrary<List<ElementHash>> hashes() {
    return hash().list().ofMaxSize(30);
  }
}
