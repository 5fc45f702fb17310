package dev.oncegate.replay;

import static dev.oncegate.core.Samples.mergeOf;
import static dev.oncegate.core.Samples.update;
import static org.assertj.core.api.Assertions.assertThat;

import dev.oncegate.core.update.Trigger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

/** The compact tables against the ones that Java brings. */
class CompactTablesPropertiesTest {

  @Property(tries = 50)
  void aLongTableHoldsWhatAMapHolds(@ForAll Random random) {
    var table = new LongTable(2);
    var map = new HashMap<Long, Long>();
    for (int i = 0; i < 5_000; i++) {
      long key = random.nextBoolean() ? random.nextLong(2_000) : random.nextLong() >>> 1;
      key = key == Long.MAX_VALUE ? 0 : key;
      long row = table.findOrAdd(key);
      assertThat(table.get(row, 1)).isEqualTo(map.getOrDefault(key, 0L));
      table.set(row, 1, i);
      map.put(key, (long) i);
    }
    var visited = new HashMap<Long, Long>();
    table.forEach((key, row) -> visited.put(key, table.get(row, 1)));
    assertThat(visited).isEqualTo(map);
    assertThat(table.size()).isEqualTo(map.size());
    assertThat(table.find(Long.MAX_VALUE - 1)).isNegative();
  }

  @Property(tries = 100)
  void aNameKeepsItsNumberAndItsText(@ForAll @Size(max = 300) List<String> texts) {
    var names = new Names();
    Map<String, Integer> numbers = new HashMap<>();
    for (String text : texts) {
      // Half a surrogate pair is no text; no message brings one.
      String whole = text.replaceAll("[\\ud800-\\udfff]", "?");
      Integer known = numbers.get(whole);
      assertThat(names.find(whole)).isEqualTo(known == null ? -1 : known);
      int number = names.of(whole);
      assertThat(number).isEqualTo(known == null ? numbers.size() : known);
      numbers.put(whole, number);
    }
    numbers.forEach((text, number) -> assertThat(names.get(number)).isEqualTo(text));
  }

  @Example
  void namesGrowPastTheHeap() {
    var names = new Names();
    int many = 1_500_000;
    for (int i = 0; i < many; i++) {
      assertThat(names.of("profile_" + i) == i).isTrue();
    }
    for (int i = 0; i < many; i += 997) {
      assertThat(names.get(i)).isEqualTo("profile_" + i);
      assertThat(names.find("profile_" + i)).isEqualTo(i);
    }
  }

  @Property(tries = 50)
  void lineagesAreTheSameAsSetsThatAreUnited(@ForAll Random random) {
    var lineages = new Lineages();
    int profiles = 30;
    int[] set = new int[profiles];
    for (int i = 0; i < profiles; i++) {
      set[i] = i;
    }
    for (int step = 0; step < 25; step++) {
      int a = random.nextInt(profiles);
      int b = random.nextInt(profiles);
      lineages.heed(
          update().profile("p" + a).because(mergeOf(new Trigger.Merged("p" + b, false))).made());
      int old = set[b];
      for (int i = 0; i < profiles; i++) {
        set[i] = set[i] == old ? set[a] : set[i];
      }
    }
    for (int i = 0; i < profiles; i++) {
      int number = lineages.profile("spa_1", "p" + i);
      var ring = new ArrayList<String>();
      int member = number;
      do {
        ring.add(lineages.profileId(member));
        assertThat(lineages.root(member)).isEqualTo(lineages.root(number));
        member = lineages.next(member);
      } while (member != number);
      var expected = new ArrayList<String>();
      for (int other = 0; other < profiles; other++) {
        if (set[other] == set[i]) {
          expected.add("p" + other);
        }
      }
      assertThat(ring).containsExactlyInAnyOrderElementsOf(expected);
    }
  }
}
