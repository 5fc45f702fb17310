package dev.oncegate.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oncegate.core.decide.RuleRef;
import dev.oncegate.rules.space.Attribute;
import dev.oncegate.rules.space.DecisionSpace;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/** What is said of a nearest row is tried out, and no nearer one is found by trying all. */
@NullUnmarked
class NearestRowPropertiesTest {

  @Property(tries = 20)
  void changingOnlyWhatIsNamedMakesTheNearestRowAnswer(@ForAll long seed) {
    CompiledRulebook rulebook = rulebook(new Random(seed));
    DecisionSpace space = rulebook.space();
    Map<Map<Attribute, String>, RuleRef> answers = new HashMap<>();
    for (int index = 0; index < space.size(); index++) {
      answers.put(words(space, index), rulebook.decide(space.at(index)).row());
    }
    for (int index = 0; index < space.size(); index++) {
      Map<Attribute, String> now = words(space, index);
      CompiledRulebook.NearestMiss nearest = rulebook.nearMiss(space.at(index));
      int fewest = fewest(now, answers, rulebook);
      if (nearest == null) {
        assertThat(fewest).as("no row would answer %s", now).isEqualTo(Integer.MAX_VALUE);
        continue;
      }
      assertThat(nearest.unmet()).as("%s", now).hasSize(fewest);
      for (Map<Attribute, String> changed : changed(now, nearest.unmet(), 0)) {
        assertThat(answers.get(changed))
            .as("%s, were it %s", now, changed)
            .isEqualTo(nearest.row());
      }
    }
  }

  /** How many of its own words a row has to be given at least to answer, over all rows. */
  private static int fewest(
      Map<Attribute, String> now,
      Map<Map<Attribute, String>, RuleRef> answers,
      CompiledRulebook book) {
    int fewest = Integer.MAX_VALUE;
    for (var rule : book.verdicts().decided().rules()) {
      if (rule instanceof dev.oncegate.rules.engine.Rule.OfTable row) {
        var unmet = new ArrayList<CompiledRulebook.UnmetCondition>();
        row.tableRow()
            .conditions()
            .forEach(
                (attribute, words) -> {
                  if (!words.contains(now.get(attribute))) {
                    unmet.add(new CompiledRulebook.UnmetCondition("", attribute, words, ""));
                  }
                });
        boolean would =
            changed(now, unmet, 0).stream().anyMatch(it -> row.row().equals(answers.get(it)));
        if (!unmet.isEmpty() && would) {
          fewest = Math.min(fewest, unmet.size());
        }
      }
    }
    return fewest;
  }

  private static List<Map<Attribute, String>> changed(
      Map<Attribute, String> now, List<CompiledRulebook.UnmetCondition> unmet, int from) {
    if (from == unmet.size()) {
      return List.of(now);
    }
    var all = new ArrayList<Map<Attribute, String>>();
    for (String word : unmet.get(from).wanted()) {
      var changed = new EnumMap<Attribute, String>(now);
      changed.put(unmet.get(from).attribute(), word);
      all.addAll(changed(changed, unmet, from + 1));
    }
    return all;
  }

  private static Map<Attribute, String> words(DecisionSpace space, int index) {
    var words = new EnumMap<Attribute, String>(Attribute.class);
    for (Attribute attribute : Attribute.ofASituation()) {
      words.put(attribute, space.word(index, attribute));
    }
    return words;
  }

  private static CompiledRulebook rulebook(Random random) {
    var rules = new ArrayList<String>();
    int count = 3 + random.nextInt(10);
    for (int i = 0; i < count; i++) {
      rules.add(condition(random) + " -> DROP reason_" + i);
    }
    rules.add(" -> DROP rest");
    return Tables.accepted(Tables.files(rules, Tables.DEFAULT_ROUTE, Tables.NO_PROPERTIES));
  }

  private static String condition(Random random) {
    var conditions = new ArrayList<String>();
    for (Attribute attribute : Attribute.ofASituation()) {
      if (random.nextInt(4) == 0) {
        conditions.add(attribute + "=" + words(attribute, random));
      }
    }
    return String.join(";", conditions);
  }

  private static String words(Attribute attribute, Random random) {
    @Nullable List<String> all = attribute.isOpen() ? List.of("a", "b", "c") : attribute.words();
    var words = new ArrayList<String>();
    for (String word : all) {
      if (random.nextInt(3) == 0) {
        words.add(word);
      }
    }
    return words.isEmpty() ? all.getFirst() : String.join(", ", words);
  }
}
