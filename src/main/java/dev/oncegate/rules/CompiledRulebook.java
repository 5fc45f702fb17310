package dev.oncegate.rules;

import dev.oncegate.core.decide.Row;
import dev.oncegate.core.decide.Rulebook;
import dev.oncegate.core.decide.Situation;
import dev.oncegate.core.decide.Verdict;
import dev.oncegate.rules.engine.Answers;
import dev.oncegate.rules.engine.Rule;
import dev.oncegate.rules.proof.Verdicts;
import dev.oncegate.rules.space.Attribute;
import dev.oncegate.rules.space.DecisionSpace;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A rulebook of which every answer is known: Drools gave each once, and a decision is an index into
 * an array.
 */
public final class CompiledRulebook implements Rulebook {
  private final String hash;
  private final Verdicts verdicts;
  private final DecisionSpace space;
  private final Verdict[] bySituation;

  /**
   * A rule, and how many of the situations it decides.
   *
   * @param statement what it states, in words
   */
  public record Coverage(Row row, String statement, int situations) {}

  /** A condition that kept a row from firing. */
  public record Unmet(String cell, Attribute attribute, List<String> wanted, String found) {}

  /** A row that did not fire, and why. */
  public record NearMiss(Row row, String statement, List<Unmet> unmet) {}

  CompiledRulebook(String hash, Verdicts verdicts) {
    this.hash = hash;
    this.verdicts = verdicts;
    this.space = verdicts.space();
    this.bySituation = new Verdict[space.size()];
    for (int index = 0; index < bySituation.length; index++) {
      Verdict verdict = verdicts.of(index);
      if (verdict == null) {
        throw new IllegalStateException("no verdict for " + space.at(index));
      }
      bySituation[index] = verdict;
    }
  }

  @Override
  public String hash() {
    return hash;
  }

  @Override
  public Verdict decide(Situation situation) {
    return bySituation[space.indexOf(situation)];
  }

  /** All situations that it tells apart. */
  public DecisionSpace space() {
    return space;
  }

  /** Its answers, with the rules behind each. */
  public Verdicts verdicts() {
    return verdicts;
  }

  /** Every rule that decides, in the order in which they are asked. */
  public List<Coverage> coverage() {
    Answers decided = verdicts.decided();
    int[] situations = new int[decided.rules().size()];
    for (int index = 0; index < bySituation.length; index++) {
      situations[decided.winner(decided.projection().cell(index))]++;
    }
    var coverage = new ArrayList<Coverage>();
    for (int number = 0; number < situations.length; number++) {
      Rule rule = decided.rule(number);
      coverage.add(new Coverage(rule.row(), rule.statement().toString(), situations[number]));
    }
    return coverage;
  }

  /**
   * The row of a table that came nearest to deciding a situation without holding in it: the fewest
   * unmet conditions, and of several the one that stands nearest to the rule that decides. Null if
   * every row holds.
   */
  public @Nullable NearMiss nearMiss(Situation situation) {
    int index = space.indexOf(situation);
    Answers decided = verdicts.decided();
    int winner = decided.winner(decided.projection().cell(index));
    NearMiss nearest = null;
    int distance = 0;
    for (int number = 0; number < decided.rules().size(); number++) {
      if (decided.rule(number) instanceof Rule.OfTable rule) {
        List<Unmet> unmet = unmet(rule, index);
        int away = Math.abs(number - winner);
        boolean nearer =
            nearest == null
                || unmet.size() < nearest.unmet().size()
                || (unmet.size() == nearest.unmet().size() && away < distance);
        if (!unmet.isEmpty() && nearer) {
          nearest = new NearMiss(rule.row(), rule.statement().toString(), unmet);
          distance = away;
        }
      }
    }
    return nearest;
  }

  /**
   * What keeps a row from deciding a situation: nothing where it holds and another row is asked
   * before it. Null if no table that decides has a row of that address.
   */
  public @Nullable NearMiss nearMiss(Situation situation, String address) {
    for (Rule rule : verdicts.decided().rules()) {
      if (rule instanceof Rule.OfTable ofTable && rule.row().address().equals(address)) {
        List<Unmet> unmet = unmet(ofTable, space.indexOf(situation));
        return new NearMiss(rule.row(), rule.statement().toString(), unmet);
      }
    }
    return null;
  }

  /**
   * The cells by which it answers a situation otherwise than a row of another version of its tables
   * did: those that keep the row at that address from holding, or, where it holds or is gone, what
   * the rule that decides states.
   */
  public List<String> responsibleCells(Situation situation, Row before) {
    NearMiss same = nearMiss(situation, before.address());
    if (same != null && !same.unmet().isEmpty()) {
      return same.unmet().stream().map(Unmet::cell).toList();
    }
    Answers decided = verdicts.decided();
    int winner = decided.winner(decided.projection().cell(space.indexOf(situation)));
    return List.of(decided.rule(winner).answerAddress());
  }

  /**
   * The rules that answer a situation: the one that decides, and the one that routes if it sends.
   */
  public List<Row> answering(Situation situation) {
    Verdict verdict = decide(situation);
    if (!(verdict instanceof Verdict.Send)) {
      return List.of(verdict.row());
    }
    Answers routed = verdicts.routed();
    int route = routed.winner(routed.projection().cell(space.indexOf(situation)));
    return List.of(verdict.row(), routed.rule(route).row());
  }

  private List<Unmet> unmet(Rule.OfTable rule, int index) {
    var unmet = new ArrayList<Unmet>();
    for (Map.Entry<Attribute, List<String>> condition : rule.tableRow().conditions().entrySet()) {
      Attribute attribute = condition.getKey();
      String found = space.word(index, attribute);
      if (!condition.getValue().contains(found)) {
        String cell = rule.table().conditionCell(rule.tableRow(), attribute);
        unmet.add(new Unmet(cell, attribute, rule.tableRow().written(attribute), found));
      }
    }
    return unmet;
  }
}
