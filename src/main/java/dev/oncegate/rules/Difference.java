package dev.oncegate.rules;

import dev.oncegate.core.decide.RuleRef;
import dev.oncegate.core.decide.Verdict;
import dev.oncegate.rules.proof.Verdicts;
import dev.oncegate.rules.space.Attribute;
import dev.oncegate.rules.space.DecisionSpace;
import dev.oncegate.rules.space.SituationSet;
import dev.oncegate.rules.space.SituationSets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Every situation whose verdict differs between two rulebooks, over the words of both. What counts
 * of a verdict is action, selection, reason and route; another row with the same words is no
 * difference.
 *
 * @param space all situations that either can tell apart
 * @param groups disjoint, and together all that differ
 */
public record Difference(DecisionSpace space, List<Group> groups) {

  /**
   * Situations that differ in the same way.
   *
   * @param situations which they are
   * @param before their verdict in the baseline; null in a gap
   * @param after their verdict in the other rulebook; null in a gap
   * @param rowsBefore the rows that decide them in the baseline
   * @param rowsAfter the rows that decide them in the other rulebook
   */
  public record Group(
      SituationSet situations,
      @Nullable VerdictInWords before,
      @Nullable VerdictInWords after,
      List<RuleRef> rowsBefore,
      List<RuleRef> rowsAfter) {}

  public Difference {
    groups = List.copyOf(groups);
  }

  /** How many situations there would be to compare. */
  public static long situations(Verdicts baseline, Verdicts other) {
    return DecisionSpace.sizeOf(literals(baseline, other));
  }

  /** Compares them situation by situation. */
  public static Difference between(Verdicts baseline, Verdicts other) {
    DecisionSpace space = DecisionSpace.of(literals(baseline, other));
    record VerdictChange(@Nullable VerdictInWords before, @Nullable VerdictInWords after) {}
    var changes = new ArrayList<VerdictChange>();
    var numbers = new HashMap<VerdictChange, Integer>();
    int[] labels = new int[space.size()];
    for (int index = 0; index < labels.length; index++) {
      Verdict before = verdict(baseline, space, index);
      Verdict after = verdict(other, space, index);
      if (!Objects.equals(before, after)) {
        var change = new VerdictChange(inWords(before), inWords(after));
        if (!Objects.equals(change.before(), change.after())) {
          Integer known = numbers.get(change);
          if (known == null) {
            changes.add(change);
            known = changes.size();
            numbers.put(change, known);
          }
          labels[index] = known;
        }
      }
    }
    var groups = new ArrayList<Group>();
    for (SituationSet box : SituationSets.of(space, labels)) {
      VerdictChange change = changes.get(labels[box.first()] - 1);
      groups.add(
          new Group(
              box,
              change.before(),
              change.after(),
              rows(baseline, space, box),
              rows(other, space, box)));
    }
    return new Difference(space, groups);
  }

  private static Map<Attribute, SortedSet<String>> literals(Verdicts a, Verdicts b) {
    var literals = new EnumMap<Attribute, SortedSet<String>>(Attribute.class);
    for (Verdicts verdicts : List.of(a, b)) {
      verdicts
          .space()
          .literals()
          .forEach(
              (attribute, words) ->
                  literals.computeIfAbsent(attribute, _ -> new TreeSet<>()).addAll(words));
    }
    return literals;
  }

  private static @Nullable Verdict verdict(Verdicts verdicts, DecisionSpace space, int index) {
    return verdicts.of(verdicts.space().indexOf(space.at(index)));
  }

  private static @Nullable VerdictInWords inWords(@Nullable Verdict verdict) {
    return verdict == null ? null : VerdictInWords.of(verdict);
  }

  private static List<RuleRef> rows(Verdicts verdicts, DecisionSpace space, SituationSet box) {
    var rows = new ArrayList<RuleRef>();
    var known = new HashSet<RuleRef>();
    box.forEach(
        index -> {
          Verdict verdict = verdict(verdicts, space, index);
          if (verdict != null && known.add(verdict.row())) {
            rows.add(verdict.row());
          }
        });
    return rows;
  }

  /** How many situations differ. */
  public int changed() {
    int changed = 0;
    for (Group group : groups) {
      changed += group.situations().size();
    }
    return changed;
  }
}
