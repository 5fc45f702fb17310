package dev.oncegate.rules;

import dev.oncegate.core.decide.RuleRef;
import dev.oncegate.core.decide.Situation;
import dev.oncegate.core.decide.Verdict;
import dev.oncegate.rules.engine.Rule;
import dev.oncegate.rules.engine.RuleMatches;
import dev.oncegate.rules.proof.Verdicts;
import dev.oncegate.rules.space.Attribute;
import dev.oncegate.rules.space.DecisionSpace;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What of a rulebook was used by the decisions that came along: which rows of which tables, which
 * DRL rules, and which words of their cells.
 */
public final class RuleUsage {
  private final CompiledRulebook rulebook;
  private final DecisionSpace space;
  private final long[] decisions;

  /**
   * A rule, and what used it.
   *
   * @param statement what it states, in words
   * @param decisions how many decisions it answered
   * @param words the words of its conditions, cell by cell; none for a DRL rule
   */
  public record Use(RuleRef row, String statement, long decisions, List<UsedWord> words) {

    /**
     * The words that no decision came through; none for a rule that was never used, which says so
     * itself.
     */
    public List<UsedWord> idleWords() {
      return decisions == 0
          ? List.of()
          : words.stream().filter(word -> word.decisions() == 0).toList();
    }
  }

  /** A word of a row's condition, and how many of the row's decisions came through it. */
  public record UsedWord(String cell, Attribute attribute, String word, long decisions) {

    /** {@code dedupe.drl.xlsx!Dedupe!C17: profile_merge}. */
    @Override
    public String toString() {
      return cell + ": " + word;
    }
  }

  public RuleUsage(CompiledRulebook rulebook) {
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
    var uses = new ArrayList<>(deciding());
    uses.addAll(routing());
    return uses;
  }

  /** Every rule that decides, in the order in which they are asked. */
  public List<Use> deciding() {
    return uses(rulebook.verdicts().decided(), false);
  }

  /** Every rule that routes what is sent, in the order in which they are asked. */
  public List<Use> routing() {
    return uses(rulebook.verdicts().routed(), true);
  }

  /** How many of a hundred rules were used. */
  public static double percent(List<Use> uses) {
    long used = uses.stream().filter(use -> use.decisions() > 0).count();
    return uses.isEmpty() ? 100 : 100.0 * used / uses.size();
  }

  private List<Use> uses(RuleMatches answers, boolean routing) {
    int rules = answers.rules().size();
    long[] answered = new long[rules];
    var seen = new ArrayList<Map<String, long[]>>();
    for (int number = 0; number < rules; number++) {
      seen.add(new HashMap<>());
    }
    for (int index = 0; index < decisions.length; index++) {
      boolean asked = !routing || rulebook.verdicts().of(index) instanceof Verdict.Send;
      int winner = answers.winner(answers.projection().cell(index));
      if (decisions[index] > 0 && asked && winner >= 0) {
        answered[winner] += decisions[index];
        if (answers.rule(winner) instanceof Rule.OfTable row) {
          for (Attribute attribute : row.tableRow().conditions().keySet()) {
            String condition = condition(attribute, wordOf(index, attribute));
            seen.get(winner).computeIfAbsent(condition, _ -> new long[1])[0] += decisions[index];
          }
        }
      }
    }
    var uses = new ArrayList<Use>();
    for (int number = 0; number < rules; number++) {
      Rule rule = answers.rule(number);
      if (isAsked(rule, answers, number, routing)) {
        List<UsedWord> words = words(rule, seen.get(number));
        uses.add(new Use(rule.row(), rule.statement().toString(), answered[number], words));
      }
    }
    return uses;
  }

  /** Drools is given all DRL for both questions; a DRL rule counts for the one that it answers. */
  private boolean isAsked(Rule rule, RuleMatches answers, int number, boolean routing) {
    Verdicts verdicts = rulebook.verdicts();
    return rule instanceof Rule.OfTable
        || answersAnything(answers, number)
        || (!routing && !answersAnything(verdicts.routed(), rule.row()));
  }

  private static boolean answersAnything(RuleMatches answers, RuleRef row) {
    for (int number = 0; number < answers.rules().size(); number++) {
      if (answers.rule(number).row().equals(row)) {
        return answersAnything(answers, number);
      }
    }
    return false;
  }

  private static boolean answersAnything(RuleMatches answers, int number) {
    for (int cell = 0; cell < answers.projection().size(); cell++) {
      for (int fired : answers.fired(cell)) {
        if (fired == number) {
          return true;
        }
      }
    }
    return false;
  }

  // A situation has no action; where routes are asked for, it is always to send.
  private String wordOf(int index, Attribute attribute) {
    return attribute == Attribute.ACTION ? "SEND" : space.word(index, attribute);
  }

  private static List<UsedWord> words(Rule rule, Map<String, long[]> seen) {
    var found = new ArrayList<UsedWord>();
    if (rule instanceof Rule.OfTable row) {
      row.tableRow()
          .conditions()
          .forEach(
              (attribute, words) -> {
                String cell = row.table().conditionCell(row.tableRow(), attribute);
                for (String word : words) {
                  long[] count = seen.get(condition(attribute, word));
                  found.add(new UsedWord(cell, attribute, word, count == null ? 0 : count[0]));
                }
              });
    }
    return found;
  }

  private static String condition(Attribute attribute, String word) {
    return attribute.word() + "=" + word;
  }
}
