package dev.oncegate.replay.junit;

import dev.oncegate.core.decide.RuleRef;
import dev.oncegate.core.decide.Situation;
import dev.oncegate.core.decide.Verdict;
import dev.oncegate.rules.CompiledRulebook;
import dev.oncegate.rules.SituationInWords;
import dev.oncegate.rules.WhatIf;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.opentest4j.AssertionFailedError;

/**
 * A situation, and what is expected to be answered.
 *
 * @param place of the case: {@code cases.csv:5}
 * @param name what it is about, in the words of whoever wrote it
 * @param nearMissOf the row that must not answer here, but would after a single change
 */
record SituationCase(
    String place,
    String name,
    Situation situation,
    Expected expected,
    @Nullable RuleRef nearMissOf) {

  /** What is expected; empty, or no row, where anything will do. */
  record Expected(String verdict, String reason, String route, @Nullable RuleRef row) {}

  String title() {
    return place + " " + name;
  }

  /** Fails with all that differs, the row that answered, and what kept others from it. */
  void check(CompiledRulebook rulebook) {
    Verdict verdict = rulebook.decide(situation);
    var differences = new ArrayList<String>();
    differs("verdict", expected.verdict(), verdictOf(verdict), differences);
    differs("reason", expected.reason(), verdict.reason().word(), differences);
    differs("route", expected.route(), routeOf(verdict), differences);
    if (expected.row() != null && !expected.row().equals(verdict.row())) {
      differences.add(
          "row: expected " + inWords(expected.row()) + ", decided by " + inWords(verdict.row()));
    }
    if (!differences.isEmpty()) {
      throw new AssertionFailedError(
          message(differences, rulebook, verdict), expectation(), AnswerText.by(verdict));
    }
    if (nearMissOf != null) {
      checkNearMiss(nearMissOf, rulebook);
    }
  }

  private String expectation() {
    String row = expected.row() == null ? "" : " by " + expected.row().address();
    return String.join(" ", expected.verdict(), expected.reason(), expected.route()).strip() + row;
  }

  private static void differs(
      String what, String expected, String decided, List<String> differences) {
    boolean anyIds = expected.equals("SEND") && decided.startsWith("SEND ");
    if (!expected.isEmpty() && !expected.equals(decided) && !anyIds) {
      differences.add(what + ": expected " + expected + ", decided " + decided);
    }
  }

  private static String verdictOf(Verdict verdict) {
    return verdict instanceof Verdict.Send send ? "SEND " + send.selection() : verdict.action();
  }

  private static String routeOf(Verdict verdict) {
    return verdict instanceof Verdict.Send send ? send.route().word() : "none";
  }

  private String message(List<String> differences, CompiledRulebook rulebook, Verdict verdict) {
    var lines = new ArrayList<String>();
    lines.add(title());
    differences.forEach(difference -> lines.add("  " + difference));
    lines.add("  situation: " + SituationInWords.write(situation));
    lines.add("  decided: " + AnswerText.by(verdict));
    if (expected.row() != null && !expected.row().equals(verdict.row())) {
      lines.addAll(AnswerText.whyNot(expected.row(), situation, rulebook));
    }
    lines.addAll(AnswerText.nearest(situation, rulebook));
    return String.join("\n", lines);
  }

  private void checkNearMiss(RuleRef row, CompiledRulebook rulebook) {
    if (rulebook.answering(situation).contains(row)) {
      throw new AssertionError(
          title() + "\n  is no near miss of " + inWords(row) + ": that row answers here");
    }
    for (WhatIf.Neighbour neighbour : WhatIf.neighbours(rulebook, situation)) {
      if (rulebook.answering(neighbour.situation()).contains(row)) {
        return;
      }
    }
    throw new AssertionError(
        title()
            + "\n  is no near miss of "
            + inWords(row)
            + ": no single change of the situation makes that row answer\n  situation: "
            + SituationInWords.write(situation));
  }

  private static String inWords(RuleRef row) {
    return AnswerText.inWords(row);
  }
}
