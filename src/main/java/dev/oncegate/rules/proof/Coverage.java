package dev.oncegate.rules.proof;

import dev.oncegate.core.decide.RuleRef;
import dev.oncegate.rules.engine.RuleMatches;
import dev.oncegate.rules.space.DecisionSpace;
import dev.oncegate.rules.table.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntPredicate;

/** Where each rule holds, answers, and would be missed, for one question. */
final class Coverage {
  private final RuleMatches answers;
  private final int[] situations;
  private final int[] witness;
  private final boolean[] dead;
  private final boolean[] missed;
  private final int[] situationsOf;
  private final int[] witnessOf;

  /** For a dead rule, the rules that answer where it holds; for another, those that would. */
  private final TreeMap<Integer, SortedSet<Integer>> others = new TreeMap<>();

  /** For a dead rule, the rules before it that hold wherever it does. */
  private final TreeMap<Integer, SortedSet<Integer>> everywhere = new TreeMap<>();

  private Coverage(DecisionSpace space, RuleMatches answers, IntPredicate asked) {
    this.answers = answers;
    int cells = answers.projection().size();
    int rules = answers.rules().size();
    situations = new int[cells];
    witness = new int[cells];
    for (int index = space.size() - 1; index >= 0; index--) {
      if (asked.test(index)) {
        int cell = answers.projection().cell(index);
        situations[cell]++;
        witness[cell] = index;
      }
    }
    dead = new boolean[rules];
    missed = new boolean[rules];
    situationsOf = new int[rules];
    witnessOf = new int[rules];
    Arrays.fill(witnessOf, -1);
  }

  /**
   * @param asked the situations in which the question is asked
   */
  static Coverage of(DecisionSpace space, RuleMatches answers, IntPredicate asked) {
    var coverage = new Coverage(space, answers, asked);
    coverage.findDead();
    coverage.findMissed();
    coverage.countAndName();
    return coverage;
  }

  RuleMatches answers() {
    return answers;
  }

  /** How many situations of a cell are asked about. */
  int situations(int cell) {
    return situations[cell];
  }

  /** The first of a cell's situations that are asked about. */
  int witness(int cell) {
    return witness[cell];
  }

  /** Whether a rule never answers. */
  boolean isDead(int rule) {
    return dead[rule];
  }

  /**
   * Whether every answer would be the same without a rule that does answer. Dead rows do not stand
   * in for it: they are to go themselves, and only one of two equal rows may.
   */
  boolean isRedundant(int rule) {
    return !dead[rule] && !missed[rule];
  }

  /** How many situations a live rule answers, or a dead one holds in. */
  int situationsOf(int rule) {
    return situationsOf[rule];
  }

  /** One of those situations, or -1. */
  int witnessOf(int rule) {
    return witnessOf[rule];
  }

  /**
   * The row before a dead rule that holds wherever it does; if no single one does, the rows that
   * answer there.
   */
  List<RuleRef> covering(int rule) {
    SortedSet<Integer> alone = everywhere.getOrDefault(rule, new TreeSet<>());
    return alone.isEmpty() ? rows(rule) : List.of(answers.rule(alone.first()).row());
  }

  /** The rows that would answer instead of a redundant rule. */
  List<RuleRef> next(int rule) {
    return rows(rule);
  }

  private List<RuleRef> rows(int rule) {
    var rows = new ArrayList<RuleRef>();
    for (int number : others.getOrDefault(rule, new TreeSet<>())) {
      rows.add(answers.rule(number).row());
    }
    return rows;
  }

  private void findDead() {
    Arrays.fill(dead, true);
    for (int cell = 0; cell < situations.length; cell++) {
      if (situations[cell] > 0) {
        for (int candidate : answers.candidates(cell)) {
          dead[candidate] = false;
        }
      }
    }
  }

  private void findMissed() {
    for (int cell = 0; cell < situations.length; cell++) {
      if (situations[cell] > 0) {
        int[] candidates = answers.candidates(cell);
        for (int candidate : candidates) {
          if (!missed[candidate]) {
            Statement now = answers.rule(candidates[0]).statement();
            missed[candidate] = !isSaidWithout(candidate, cell, now);
          }
        }
      }
    }
  }

  /** Whether the rules but one say the same in a cell, without a conflict. */
  private boolean isSaidWithout(int rule, int cell, Statement now) {
    int[] without = without(rule, cell);
    for (int other : answers.candidates(cell)) {
      if (!answers.rule(other).statement().equals(now)) {
        // Where rules conflict, none of them is needless.
        return false;
      }
    }
    for (int other : without) {
      if (!answers.rule(other).statement().equals(now)) {
        return false;
      }
    }
    return without.length > 0;
  }

  private int[] without(int rule, int cell) {
    return answers.candidates(cell, other -> other != rule && !dead[other]);
  }

  private void countAndName() {
    for (int cell = 0; cell < situations.length; cell++) {
      if (situations[cell] == 0) {
        continue;
      }
      int[] candidates = answers.candidates(cell);
      for (int rule : candidates) {
        count(rule, cell);
        if (!missed[rule]) {
          addOther(rule, without(rule, cell)[0]);
        }
      }
      for (int rule : answers.fired(cell)) {
        if (dead[rule]) {
          count(rule, cell);
          addOther(rule, candidates[0]);
          keepBefore(rule, answers.fired(cell));
        }
      }
    }
  }

  private void keepBefore(int rule, int[] fired) {
    var before = new TreeSet<Integer>();
    for (int number : fired) {
      if (number < rule) {
        before.add(number);
      }
    }
    SortedSet<Integer> known = everywhere.putIfAbsent(rule, before);
    if (known != null) {
      known.retainAll(before);
    }
  }

  private void addOther(int rule, int other) {
    others.computeIfAbsent(rule, _ -> new TreeSet<>()).add(other);
  }

  private void count(int rule, int cell) {
    situationsOf[rule] += situations[cell];
    if (witnessOf[rule] < 0) {
      witnessOf[rule] = witness[cell];
    }
  }
}
