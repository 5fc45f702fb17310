package dev.oncegate.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class ProfileLineagesPropertiesTest {
  private static final int PROFILES = 6;

  @Property
  void theOrderAndTheNumberOfTellingsDoNotMatter(
      @ForAll("merges") List<Merge> merges, @ForAll Random random) {
    var retold = new ArrayList<>(merges);
    retold.addAll(merges);
    Collections.shuffle(retold, random);
    ProfileLineages told = lineages(merges);
    ProfileLineages toldAgain = lineages(retold);
    for (int i = 0; i < PROFILES; i++) {
      assertThat(toldAgain.survivorOf(profile(i))).isEqualTo(told.survivorOf(profile(i)));
      assertThat(toldAgain.mergedInto(profile(i))).isEqualTo(told.mergedInto(profile(i)));
    }
  }

  @Property
  void theSurvivorIsTheOneThatASimpleModelFinds(@ForAll("merges") List<Merge> merges) {
    ProfileLineages lineages = lineages(merges);
    for (int i = 0; i < PROFILES; i++) {
      assertThat(lineages.survivorOf(profile(i))).isEqualTo(modelSurvivor(merges, profile(i)));
    }
  }

  @Property
  void aProfileIsInTheLineageOfItsSurvivorWhichSurvivesItself(
      @ForAll("merges") List<Merge> merges) {
    ProfileLineages lineages = lineages(merges);
    for (int i = 0; i < PROFILES; i++) {
      String survivor = lineages.survivorOf(profile(i));
      assertThat(lineages.mergedInto(survivor)).contains(profile(i), survivor);
      assertThat(lineages.survivorOf(survivor)).isEqualTo(survivor);
    }
  }

  @Example
  void aChainEndsAtItsLast() {
    ProfileLineages lineages = lineages(List.of(merge(1, 2, 5), merge(0, 1, 9)));
    assertThat(lineages.survivorOf(profile(0))).isEqualTo(profile(2));
    assertThat(lineages.mergedInto(profile(2)))
        .containsExactlyInAnyOrder(profile(0), profile(1), profile(2));
  }

  @Example
  void aCircleEndsAtTheSurvivorOfItsNewestMerge() {
    var circle = List.of(merge(0, 1, 1), merge(1, 2, 3), merge(2, 0, 2), merge(3, 0, 9));
    ProfileLineages lineages = lineages(circle);
    for (int i = 0; i <= 3; i++) {
      assertThat(lineages.survivorOf(profile(i))).isEqualTo(profile(2));
    }
  }

  @Example
  void aProfileThatWasMergedTwiceWentWhereTheNewestMergeSays() {
    ProfileLineages lineages = lineages(List.of(merge(0, 1, 2), merge(0, 2, 1)));
    assertThat(lineages.survivorOf(profile(0))).isEqualTo(profile(1));
    // Both have what it brought.
    assertThat(lineages.mergedInto(profile(1))).contains(profile(0));
    assertThat(lineages.mergedInto(profile(2))).contains(profile(0));
  }

  @Provide
  Arbitrary<List<Merge>> merges() {
    Arbitrary<Integer> profile = Arbitraries.integers().between(0, PROFILES - 1);
    return Combinators.combine(profile, profile, Arbitraries.integers().between(0, 4))
        .as((merged, survivor, at) -> new int[] {merged, survivor, at})
        .filter(edge -> edge[0] != edge[1])
        .map(edge -> merge(edge[0], edge[1], edge[2]))
        .list()
        .ofMaxSize(10);
  }

  /** The definition, written down without any thought of speed. */
  private static String modelSurvivor(List<Merge> merges, String profile) {
    var walked = new ArrayList<Merge>();
    var seen = new HashSet<String>(Set.of(profile));
    String at = profile;
    while (true) {
      String from = at;
      var newest =
          merges.stream().filter(m -> m.mergedId().equals(from)).max(Merge.BY_AGE).orElse(null);
      if (newest == null) {
        return at;
      }
      walked.add(newest);
      at = newest.survivorId();
      if (!seen.add(at)) {
        String start = at;
        int first =
            walked.indexOf(
                walked.stream().filter(m -> m.mergedId().equals(start)).findFirst().orElseThrow());
        return Collections.max(walked.subList(first, walked.size()), Merge.BY_AGE).survivorId();
      }
    }
  }

  private static ProfileLineages lineages(List<Merge> merges) {
    var lineages = new ProfileLineages();
    merges.forEach(lineages::add);
    return lineages;
  }

  private static Merge merge(int merged, int survivor, int second) {
    return new Merge(
        "spa_1", profile(merged), profile(survivor), Instant.ofEpochMilli(second * 1000L));
  }

  private static String profile(int number) {
    return "use_" + number;
  }
}
