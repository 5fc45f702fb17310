package dev.oncegate.rules.engine;

import dev.oncegate.rules.space.Projection;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;

/** Which rules hold in which situations, as Drools said, for one question. */
public final class RuleMatches {
  private static final int[] NONE = {};

  private final List<Rule> rules;
  private final Projection projection;
  private final int[][] fired;

  RuleMatches(List<Rule> rules, Projection projection, int[][] fired) {
    this.rules = List.copyOf(rules);
    this.projection = projection;
    this.fired = fired;
  }

  /** All rules by number: those of a higher priority first, then by file and row. */
  public List<Rule> rules() {
    return rules;
  }

  public Rule rule(int number) {
    return rules.get(number);
  }

  public Projection projection() {
    return projection;
  }

  /**
   * The numbers of the rules that hold in a cell of the projection, ascending: the first answers.
   */
  public int[] fired(int cell) {
    return fired[cell];
  }

  /** The number of the rule that answers, or -1. */
  public int winner(int cell) {
    return fired[cell].length == 0 ? -1 : fired[cell][0];
  }

  /**
   * The rules in a cell that nothing ranks above one another: of the highest priority, the first
   * row of each table and each DRL rule. More than one must agree.
   */
  public int[] candidates(int cell) {
    return fired[cell].length == 0 ? NONE : candidates(fired[cell], _ -> true);
  }

  /** The candidates, were there only the rules that are kept. */
  public int[] candidates(int cell, IntPredicate kept) {
    return candidates(fired[cell], kept);
  }

  private int[] candidates(int[] holding, IntPredicate kept) {
    int[] found = new int[holding.length];
    int count = 0;
    int priority = 0;
    String lastFile = "";
    for (int number : holding) {
      if (!kept.test(number)) {
        continue;
      }
      Rule rule = rules.get(number);
      if (count > 0 && rule.priority() != priority) {
        break;
      }
      priority = rule.priority();
      // Of a table only the first row that holds is one.
      boolean later = rule instanceof Rule.OfTable && rule.file().equals(lastFile);
      if (!later) {
        found[count++] = number;
      }
      lastFile = rule.file();
    }
    return Arrays.copyOf(found, count);
  }
}
