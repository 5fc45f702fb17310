package dev.oncegate.rules;

import dev.oncegate.core.decide.Row;
import dev.oncegate.core.decide.Situation;
import dev.oncegate.core.decide.Verdict;
import dev.oncegate.rules.engine.Answers;
import dev.oncegate.rules.engine.Rule;
import dev.oncegate.rules.proof.Verdicts;
import dev.oncegate.rules.space.Attribute;
import dev.oncegate.rules.space.DecisionSpace;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What of a rulebook was used by the decisions that came along: which rows of which tables, which
 * DRL rules, and which words of their cells.
 */
public final class Exercise {
  private final CompiledRulebook rulebook;
  private final DecisionSpace space;
  private final long[] decisions;

  /**
   * A rule, and what used it.
   *
   * @param decisions how many decisions it answered
   * @param idleWords cell and word of each condition that no decision came through: {@code
   *     dedupe.drl.xlsx!Dedupe!C17: profile_merge}; empty for a rule that was never used
   */
  public record Use(Row row, String statement, long decisions, List<String> idleWords) {}

  public Exercise(CompiledRulebook rulebook) {
    this.rulebook = rulebook;
    this.space = rulebook.space();
    this.decisions = new long[space.size()];
  }

  /** Counts a decision. */
  public void decided(Situation situation) {
    decisions[space.indexOf(situation)]++;
  }

  /** Every rule that decides, then every rule that routes, in the order in which they are asked. */
  public List<Use> uses() {
    Verdicts verdicts = rulebook.verdicts();
    var uses = new ArrayList<>(uses(verdicts.decided(), false));
    uses.addAll(uses(verdicts.routed(), true));
    return uses;
  }

  /** How many of a hundred rules were used. */
  public static double percent(List<Use> uses) {
    long used = uses.stream().filter(use -> use.decisions() > 0).count();
    return uses.isEmpty() ? 100 : 100.0 * used / uses.size();
  }

  private List<Use> uses(Answers answers, boolean onlySends) {
    int rules = answers.rules().size();
    long[] answered = new long[rules];
    var seen = new ArrayList<Set<String>>();
    for (int number = 0; number < rules; number++) {
      seen.add(new HashSet<>());
    }
    for (int index = 0; index < decisions.length; index++) {
      boolean asked = !onlySends || rulebook.verdicts().of(index) instanceof Verdict.Send;
      int winner = answers.winner(answers.projection().cell(index));
      if (decisions[index] > 0 && asked && winner >= 0) {
        answered[winner] += decisions[index];
        if (answers.rule(winner) instanceof Rule.OfTable row) {
          for (Map.Entry<Attribute, List<String>> condition :
              row.tableRow().conditions().entrySet()) {
            String word = wordOf(index, condition.getKey());
            seen.get(winner).add(conditionOf(row, condition.getKey(), word));
          }
        }
      }
    }
    var uses = new ArrayList<Use>();
    for (int number = 0; number < rules; number++) {
      Rule rule = answers.rule(number);
      List<String> idle = answered[number] == 0 ? List.of() : idle(rule, seen.get(number));
      uses.add(new Use(rule.row(), rule.statement().toString(), answered[number], idle));
    }
    return uses;
  }

  // A situation has no action; where routes are asked for, it is always to send.
  private String wordOf(int index, Attribute attribute) {
    return attribute == Attribute.ACTION ? "SEND" : space.word(index, attribute);
  }

  private static List<String> idle(Rule rule, Set<String> seen) {
    var idle = new ArrayList<String>();
    if (rule instanceof Rule.OfTable row) {
      row.tableRow()
          .conditions()
          .forEach(
              (attribute, words) -> {
                for (String word : words) {
                  String condition = conditionOf(row, attribute, word);
                  if (!seen.contains(condition)) {
                    idle.add(condition);
                  }
                }
              });
    }
    return idle;
  }

  private static String conditionOf(Rule.OfTable row, Attribute attribute, String word) {
    return row.table().conditionCell(row.tableRow(), attribute) + ": " + word;
  }
}
