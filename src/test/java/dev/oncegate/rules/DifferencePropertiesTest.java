package dev.oncegate.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oncegate.core.decide.Verdict;
import dev.oncegate.rules.proof.Verdicts;
import dev.oncegate.rules.space.Attribute;
import dev.oncegate.rules.space.DecisionSpace;
import dev.oncegate.rules.space.SituationSet;
import dev.oncegate.rules.space.SituationSets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.NullUnmarked;

/** What is grouped is compared with what is counted one by one. */
@NullUnmarked
class DifferencePropertiesTest {
  private static final String[] ACTIONS = {
    "SEND ALL", "SEND LATEST", "SEND OLDEST", "DROP", "PARK"
  };

  @Property(tries = 12)
  void aDifferenceIsExactlyTheSituationsWhoseVerdictChanges(@ForAll long seed) {
    var random = new Random(seed);
    List<String> rules = rules(random);
    List<String> changed = new ArrayList<>(rules);
    changed.set(random.nextInt(changed.size()), rule(random));
    if (random.nextBoolean()) {
      changed.add(random.nextInt(changed.size()), rule(random));
    }
    Verdicts before = verdicts(rules);
    Verdicts after = verdicts(changed);

    Difference difference = Difference.between(before, after);

    var grouped = new TreeMap<String, String>();
    for (Difference.Group group : difference.groups()) {
      int expanded = 0;
      for (Map<Attribute, String> words : situations(difference.space(), group.situations())) {
        String change = group.before() + " to " + group.after();
        assertThat(grouped.put(words.toString(), change)).as("in one group only").isNull();
        expanded++;
      }
      assertThat(expanded).isEqualTo(group.situations().size());
    }
    assertThat(grouped).isEqualTo(oneByOne(difference.space(), before, after));
    assertThat(difference.changed()).isEqualTo(grouped.size());
  }

  /**
   * The situations of a group as another program would list them: all words, less the impossible.
   */
  private static List<Map<Attribute, String>> situations(DecisionSpace space, SituationSet box) {
    List<Map<Attribute, String>> all = List.of(new EnumMap<>(Attribute.class));
    for (Attribute attribute : Attribute.ofASituation()) {
      var longer = new ArrayList<Map<Attribute, String>>();
      for (Map<Attribute, String> words : all) {
        for (String word : box.conditions().getOrDefault(attribute, space.values(attribute))) {
          var more = new EnumMap<Attribute, String>(Attribute.class);
          more.putAll(words);
          more.put(attribute, word);
          longer.add(more);
        }
      }
      all = longer;
    }
    return all.stream().filter(DifferencePropertiesTest::canOccur).toList();
  }

  private static boolean canOccur(Map<Attribute, String> words) {
    return (words.get(Attribute.NEW_ID_RELEVANT).equals("no")
            || words.get(Attribute.TRIGGER).equals("new_external_id"))
        && (words.get(Attribute.MERGED_MEMBER).equals("no")
            || words.get(Attribute.TRIGGER).equals("profile_merge"))
        && (words.get(Attribute.ALREADY_SENT).equals("no")
            || words.get(Attribute.DEDUPED).equals("yes"));
  }

  private static Map<String, String> oneByOne(
      DecisionSpace space, Verdicts before, Verdicts after) {
    var changes = new TreeMap<String, String>();
    for (int index = 0; index < space.size(); index++) {
      var words = new EnumMap<Attribute, String>(Attribute.class);
      for (Attribute attribute : Attribute.ofASituation()) {
        words.put(attribute, space.word(index, attribute));
      }
      String was = said(before.of(before.space().indexOf(space.at(index))));
      String is = said(after.of(after.space().indexOf(space.at(index))));
      if (!was.equals(is)) {
        changes.put(words.toString(), was + " to " + is);
      }
    }
    return changes;
  }

  private static String said(Verdict verdict) {
    return switch (verdict) {
      case null -> "null";
      case Verdict.Send send ->
          "SEND "
              + send.selection()
              + " "
              + send.reason()
              + (send.route().word().equals("default") ? "" : " route " + send.route());
      case Verdict.Drop drop -> "DROP " + drop.reason();
      case Verdict.Park park -> "PARK " + park.reason();
    };
  }

  /** First row wins, evaluated without Drools and without the table. */
  @Property(tries = 12)
  void droolsAnswersAsTheFirstRowThatHolds(@ForAll long seed) {
    List<String> rules = rules(new Random(seed));
    Verdicts verdicts = verdicts(rules);
    DecisionSpace space = verdicts.space();

    for (int index = 0; index < space.size(); index++) {
      boolean invariant =
          space.word(index, Attribute.DEDUPED).equals("no")
              && space.word(index, Attribute.RELEVANT_ID).equals("no");
      String expected = invariant ? "DROP no_external_id" : firstThatHolds(rules, space, index);
      assertThat(said(verdicts.of(index))).isEqualTo(expected);
    }
  }

  private static String firstThatHolds(List<String> rules, DecisionSpace space, int index) {
    for (String rule : rules) {
      String[] sides = rule.split(" -> ", -1);
      boolean holds = true;
      for (String condition : sides[0].split(";", -1)) {
        if (!condition.isEmpty()) {
          String[] pair = condition.split("=", -1);
          List<String> words = List.of(pair[1].split(", ", -1));
          holds &= words.contains(space.word(index, Attribute.named(pair[0])));
        }
      }
      if (holds) {
        return sides[1];
      }
    }
    return "null";
  }

  /** Boxes of a random set of situations hold it exactly, and do not overlap. */
  @Property(tries = 50)
  void boxesHoldExactlyTheSituationsOfTheirLabel(@ForAll long seed) {
    var random = new Random(seed);
    var literals = new EnumMap<Attribute, SortedSet<String>>(Attribute.class);
    literals.put(Attribute.TIER, new TreeSet<>(List.of("free", "business")));
    DecisionSpace space = DecisionSpace.of(literals);
    int[] labels = new int[space.size()];
    for (int i = 0; i < 3; i++) {
      Attribute attribute = Attribute.ofASituation().get(random.nextInt(11));
      int value = random.nextInt(space.values(attribute).size());
      for (int index = 0; index < labels.length; index++) {
        if (space.value(index, attribute) == value) {
          labels[index] = random.nextInt(50) == 0 ? 0 : i + 1;
        }
      }
    }
    var seen = new BitSet();
    for (SituationSet box : SituationSets.of(space, labels)) {
      box.forEach(
          index -> {
            assertThat(labels[index]).isEqualTo(labels[box.first()]).isNotZero();
            assertThat(seen.get(index)).isFalse();
            seen.set(index);
          });
    }
    for (int index = 0; index < labels.length; index++) {
      assertThat(seen.get(index)).isEqualTo(labels[index] != 0);
    }
  }

  private static List<String> rules(Random random) {
    var rules = new ArrayList<String>();
    for (int i = 0; i < 3 + random.nextInt(10); i++) {
      rules.add(rule(random));
    }
    if (random.nextBoolean()) {
      rules.add(" -> DROP otherwise");
    }
    return rules;
  }

  private static String rule(Random random) {
    var conditions = new TreeMap<String, String>();
    for (int i = 0; i < random.nextInt(4); i++) {
      Attribute attribute = Attribute.ofASituation().get(random.nextInt(11));
      List<String> words = attribute.isOpen() ? List.of("a", "b", "c") : attribute.words();
      String word = words.get(random.nextInt(words.size()));
      String other = words.get(random.nextInt(words.size()));
      conditions.put(attribute.word(), word.equals(other) ? word : word + ", " + other);
    }
    var rule = new ArrayList<String>();
    conditions.forEach((attribute, words) -> rule.add(attribute + "=" + words));
    return String.join(";", rule) + " -> " + ACTIONS[random.nextInt(5)] + " r" + random.nextInt(3);
  }

  private static Verdicts verdicts(List<String> rules) {
    return switch (Tables.load(rules)) {
      case LoadResult.Accepted accepted -> accepted.rulebook().verdicts();
      case LoadResult.Refused refused -> refused.verdicts();
    };
  }
}
