package dev.oncegate.replay;

import static dev.oncegate.core.Samples.mergeOf;
import static dev.oncegate.core.Samples.update;
import static org.assertj.core.api.Assertions.assertThat;

import dev.oncegate.core.update.Trigger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterProperty;
import org.h2.mvstore.WriteBuffer;
import org.h2.mvstore.type.StringDataType;

class SpillingMapPropertiesTest {

  private record Text(String text) implements SpillingMap.Storable {
    static Text read(ByteBuffer in) {
      return new Text(StringDataType.INSTANCE.read(in));
    }

    @Override
    public void write(WriteBuffer out) {
      StringDataType.INSTANCE.write(out, text);
    }

    @Override
    public int memory() {
      return StringDataType.INSTANCE.getMemory(text);
    }
  }

  @AfterProperty
  void takeHeapAgain() {
    System.clearProperty(SpillingMap.LARGEST_ON_HEAP);
  }

  @Property(tries = 50)
  void itHoldsWhatAHashMapHolds(
      @ForAll @IntRange(max = 10_000) int largestOnHeap,
      @ForAll @Size(max = 300) List<String> texts) {
    System.setProperty(SpillingMap.LARGEST_ON_HEAP, "" + largestOnHeap);
    var spilling = new SpillingMap<Text>(Text::read);
    var expected = new HashMap<String, Text>();
    for (int i = 0; i < texts.size(); i++) {
      String key = texts.get(i * 7 % texts.size());
      assertThat(spilling.get(key)).isEqualTo(expected.get(key));
      var value = new Text(i + texts.get(i));
      spilling.put(key, value);
      expected.put(key, value);
    }
    var visited = new HashMap<String, Text>();
    spilling.forEach(visited::put);
    assertThat(visited).isEqualTo(expected);
    expected.forEach((key, value) -> assertThat(spilling.get(key)).isEqualTo(value));
    assertThat(spilling.get("none of them \0")).isNull();
  }

  @Example
  void itGrowsPastTheHeapAndKeepsTheLastValueOfEach() {
    System.setProperty(SpillingMap.LARGEST_ON_HEAP, "1000000");
    var spilling = new SpillingMap<Text>(Text::read);
    int many = 300_000;
    for (int round = 0; round < 2; round++) {
      for (int i = 0; i < many; i++) {
        spilling.put("profile_" + i, new Text(round + "_" + i));
      }
    }
    for (int i = 0; i < many; i += 997) {
      assertThat(spilling.get("profile_" + i)).isEqualTo(new Text("1_" + i));
    }
    var visited = new AtomicInteger();
    spilling.forEach(
        (key, value) -> {
          if (value.text().startsWith("1_")) {
            visited.incrementAndGet();
          }
        });
    assertThat(visited).hasValue(many);
  }

  @Property(tries = 50)
  void lineagesAreTheSameAsSetsThatAreUnited(@ForAll Random random, @ForAll boolean onTheHeap) {
    System.setProperty(SpillingMap.LARGEST_ON_HEAP, onTheHeap ? "1000000" : "500");
    var lineages = new RecordedLineages();
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
      String profile = RecordedLineages.key("spa_1", "p" + i);
      var ring = new ArrayList<String>();
      String member = profile;
      do {
        ring.add(RecordedLineages.profileId(member));
        assertThat(lineages.root(member)).isEqualTo(lineages.root(profile));
        member = lineages.next(member);
      } while (!member.equals(profile));
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
