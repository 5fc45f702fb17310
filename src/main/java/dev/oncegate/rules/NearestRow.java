package dev.oncegate.rules;

import dev.oncegate.rules.CompiledRulebook.NearestMiss;
import dev.oncegate.rules.CompiledRulebook.UnmetCondition;
import dev.oncegate.rules.engine.Rule;
import dev.oncegate.rules.engine.RuleMatches;
import dev.oncegate.rules.space.Attribute;
import dev.oncegate.rules.space.DecisionSpace;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The row of a table that would decide a situation if the cells that it does not meet were met, and
 * nothing else were otherwise. Each way of meeting them that is named is a situation that can
 * occur, and that this row decides: rules that are asked before it are asked there too.
 */
@SuppressWarnings("EnumOrdinal") // The order of the attributes is the numbering.
final class NearestRow {
  /** How many ways of meeting a row's cells are tried, words that nothing tells apart being one. */
  private static final int WAYS = 10_000;

  private final DecisionSpace space;
  private final RuleMatches decided;
  private final int[] now;
  private final int cell;

  /** A row, and the words that it wants where the situation has others. */
  private record Near(int number, Rule.OfTable rule, Map<Attribute, List<String>> wanted) {}

  private NearestRow(DecisionSpace space, RuleMatches decided, int index) {
    this.space = space;
    this.decided = decided;
    this.now = space.valuesOf(index);
    this.cell = decided.projection().cell(index);
  }

  /**
   * The row with the fewest cells to meet, and of several the one that stands nearest to the rule
   * that decides. Null if no row would decide.
   */
  static @Nullable NearestMiss of(DecisionSpace space, RuleMatches decided, int index) {
    return new NearestRow(space, decided, index).find();
  }

  private @Nullable NearestMiss find() {
    int winner = decided.winner(cell);
    var rows = new ArrayList<Near>();
    for (int number = 0; number < decided.rules().size(); number++) {
      if (decided.rule(number) instanceof Rule.OfTable rule) {
        Map<Attribute, List<String>> wanted = wanted(rule);
        if (!wanted.isEmpty()) {
          rows.add(new Near(number, rule, wanted));
        }
      }
    }
    rows.sort(
        Comparator.<Near>comparingInt(row -> row.wanted().size())
            .thenComparingInt(row -> Math.abs(row.number() - winner)));
    for (Near row : rows) {
      Map<Attribute, List<String>> words = new Ways(row).words();
      if (words != null) {
        return nearMiss(row.rule(), words);
      }
    }
    return null;
  }

  private Map<Attribute, List<String>> wanted(Rule.OfTable rule) {
    var wanted = new LinkedHashMap<Attribute, List<String>>();
    rule.tableRow()
        .conditions()
        .forEach(
            (attribute, words) -> {
              if (!words.contains(found(attribute))) {
                wanted.put(attribute, words);
              }
            });
    return wanted;
  }

  private String found(Attribute attribute) {
    return space.values(attribute).get(now[attribute.ordinal()]);
  }

  private NearestMiss nearMiss(Rule.OfTable rule, Map<Attribute, List<String>> words) {
    var unmet = new ArrayList<UnmetCondition>();
    words.forEach(
        (attribute, wanted) ->
            unmet.add(
                new UnmetCondition(
                    rule.table().conditionCell(rule.tableRow(), attribute),
                    attribute,
                    wanted,
                    found(attribute))));
    return new NearestMiss(rule.row(), rule.statement().toString(), unmet);
  }

  /** The ways of meeting a row's cells: a word for each of them. */
  private final class Ways {
    private final Near row;
    private final List<Attribute> attributes;
    // For each attribute the words of its cell, those together that no rule tells apart.
    private final List<List<List<Integer>>> choices = new ArrayList<>();
    private final int[] values = now.clone();
    private int left = WAYS;

    Ways(Near row) {
      this.row = row;
      this.attributes = List.copyOf(row.wanted().keySet());
      row.wanted().forEach((attribute, words) -> choices.add(choices(attribute, words)));
    }

    private List<List<Integer>> choices(Attribute attribute, List<String> words) {
      var alike = new LinkedHashMap<Integer, List<Integer>>();
      for (String word : words) {
        int value = space.valueOf(attribute, word);
        // An open attribute's word goes with every other word, so that its cell tells it apart.
        alike
            .computeIfAbsent(
                attribute.isOpen() ? cellWith(attribute, value) : -1 - value,
                _ -> new ArrayList<>())
            .add(value);
      }
      return List.copyOf(alike.values());
    }

    private int cellWith(Attribute attribute, int value) {
      int[] other = now.clone();
      other[attribute.ordinal()] = value;
      return decided.projection().cell(space.indexOf(other));
    }

    /** Words for each cell, any of which with any of the others will do; null if none will. */
    @Nullable Map<Attribute, List<String>> words() {
      var chosen = new ArrayList<Set<Integer>>();
      choices.forEach(_ -> chosen.add(new HashSet<>()));
      if (!findOne(0, chosen)) {
        return null;
      }
      for (int i = 0; i < choices.size(); i++) {
        for (int choice = 0; choice < choices.get(i).size(); choice++) {
          Set<Integer> before = chosen.set(i, Set.of(choice));
          if (allWill(0, chosen)) {
            before.add(choice);
          }
          chosen.set(i, before);
        }
      }
      var words = new LinkedHashMap<Attribute, List<String>>();
      for (int i = 0; i < choices.size(); i++) {
        words.put(attributes.get(i), words(i, chosen.get(i)));
      }
      return words;
    }

    private List<String> words(int i, Set<Integer> chosen) {
      var kept = new HashSet<Integer>();
      chosen.forEach(choice -> kept.addAll(choices.get(i).get(choice)));
      Attribute attribute = attributes.get(i);
      return row.wanted().getOrDefault(attribute, List.of()).stream()
          .filter(word -> kept.contains(space.valueOf(attribute, word)))
          .toList();
    }

    private boolean findOne(int i, List<Set<Integer>> chosen) {
      if (i == choices.size()) {
        return decides();
      }
      for (int choice = 0; choice < choices.get(i).size(); choice++) {
        choose(i, choice);
        if (findOne(i + 1, chosen)) {
          chosen.get(i).add(choice);
          return true;
        }
      }
      return false;
    }

    private boolean allWill(int i, List<Set<Integer>> chosen) {
      if (i == choices.size()) {
        return decides();
      }
      for (int choice : chosen.get(i)) {
        choose(i, choice);
        if (!allWill(i + 1, chosen)) {
          return false;
        }
      }
      return true;
    }

    private void choose(int i, int choice) {
      values[attributes.get(i).ordinal()] = choices.get(i).get(choice).getFirst();
    }

    private boolean decides() {
      if (left-- <= 0) {
        return false;
      }
      int index = space.indexOf(values);
      return index >= 0 && decided.winner(decided.projection().cell(index)) == row.number();
    }
  }
}
