package dev.oncegate.rules;

import dev.oncegate.core.decide.RuleRef;
import dev.oncegate.core.decide.Rulebook;
import dev.oncegate.core.decide.Situation;
import dev.oncegate.core.decide.Verdict;
import dev.oncegate.rules.engine.Rule;
import dev.oncegate.rules.engine.RuleMatches;
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
  public record RuleSituations(RuleRef row, String statement, int situations) {}

  /**
   * A condition that kept a row from firing.
   *
   * @param wanted the words of the cell; of a nearest row, those with which it would fire
   */
  public record UnmetCondition(
      String cell, Attribute attribute, List<String> wanted, String found) {}

  /** A row that did not fire, and why. */
  public record NearestMiss(RuleRef row, String statement, List<UnmetCondition> unmet) {}

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
  public List<RuleSituations> coverage() {
    RuleMatches decided = verdicts.decided();
    int[] situations = new int[decided.rules().size()];
    for (int index = 0; index < bySituation.length; index++) {
      situations[decided.winner(decided.projection().cell(index))]++;
    }
    var coverage = new ArrayList<RuleSituations>();
    for (int number = 0; number < situations.length; number++) {
      Rule rule = decided.rule(number);
      coverage.add(new RuleSituations(rule.row(), rule.statement().toString(), situations[number]));
    }
    return coverage;
  }

  /**
   * The row of a table that would decide a situation if some of its own cells were met, the fewest,
   * and nothing else were otherwise. Null if there is none.
   */
  public @Nullable NearestMiss nearMiss(Situation situation) {
    return NearestRow.of(space, verdicts.decided(), space.indexOf(situation));
  }

  /**
   * What keeps a row from deciding a situation: nothing where it holds and another row is asked
   * before it. Null if no table that decides has a row of that address.
   */
  public @Nullable NearestMiss nearMiss(Situation situation, String address) {
    for (Rule rule : verdicts.decided().rules()) {
      if (rule instanceof Rule.OfTable ofTable && rule.row().address().equals(address)) {
        List<UnmetCondition> unmet = unmet(ofTable, space.indexOf(situation));
        return new NearestMiss(rule.row(), rule.statement().toString(), unmet);
      }
    }
    return null;
  }

  /**
   * The rules that answer a situation: the one that decides, and the one that routes if it sends.
   */
  public List<RuleRef> answering(Situation situation) {
    Verdict verdict = decide(situation);
    if (!(verdict instanceof Verdict.Send)) {
      return List.of(verdict.row());
    }
    RuleMatches routed = verdicts.routed();
    int route = routed.winner(routed.projection().cell(space.indexOf(situation)));
    return List.of(verdict.row(), routed.rule(route).row());
  }

  /** The cells that keep a row from holding. */
  List<UnmetCondition> unmet(Rule.OfTable rule, int index) {
    var unmet = new ArrayList<UnmetCondition>();
    for (Map.Entry<Attribute, List<String>> condition : rule.tableRow().conditions().entrySet()) {
      Attribute attribute = condition.getKey();
      String found = space.word(index, attribute);
      if (!condition.getValue().contains(found)) {
        String cell = rule.table().conditionCell(rule.tableRow(), attribute);
        unmet.add(new UnmetCondition(cell, attribute, rule.tableRow().written(attribute), found));
      }
    }
    return unmet;
  }
}
