package dev.oncegate.replay.junit;

import dev.oncegate.core.decide.RuleRef;
import dev.oncegate.core.decide.Situation;
import dev.oncegate.core.decide.Verdict;
import dev.oncegate.rules.CompiledRulebook;
import java.util.ArrayList;
import java.util.List;

/** Says which row answered and what kept others from it, in lines of a failure's message. */
final class AnswerText {
  private AnswerText() {}

  /** {@code SEND LATEST entered default by dedupe.drl.xlsx!Dedupe!17 (The profile entered)}. */
  static String by(Verdict verdict) {
    String what =
        switch (verdict) {
          case Verdict.Send send ->
              "SEND " + send.selection() + " " + send.reason() + " " + send.route();
          case Verdict.Drop drop -> "DROP " + drop.reason();
          case Verdict.Park park -> "PARK " + park.reason();
        };
    return what + " by " + inWords(verdict.row());
  }

  static String inWords(RuleRef row) {
    return row.address().endsWith("!" + row.sentence())
        ? row.address()
        : row.address() + " (" + row.sentence() + ")";
  }

  /** Why a row that was to answer did not. */
  static List<String> whyNot(RuleRef row, Situation situation, CompiledRulebook rulebook) {
    CompiledRulebook.NearestMiss miss = rulebook.nearMiss(situation, row.address());
    if (miss == null) {
      return List.of();
    }
    if (miss.unmet().isEmpty()) {
      return List.of("  " + row.address() + " holds too, but another row is asked before it");
    }
    return unmet("the expected row did not fire", miss);
  }

  /** The nearest row that did not answer, and the cells that kept it from it. */
  static List<String> nearest(Situation situation, CompiledRulebook rulebook) {
    CompiledRulebook.NearestMiss miss = rulebook.nearMiss(situation);
    return miss == null ? List.of() : unmet("nearest row that did not fire", miss);
  }

  private static List<String> unmet(String what, CompiledRulebook.NearestMiss miss) {
    var lines = new ArrayList<String>();
    lines.add("  " + what + ": " + inWords(miss.row()));
    for (CompiledRulebook.UnmetCondition unmet : miss.unmet()) {
      lines.add(
          "    %s: %s is %s, the cell wants %s"
              .formatted(
                  unmet.cell(),
                  unmet.attribute(),
                  unmet.found(),
                  String.join(" or ", unmet.wanted())));
    }
    return lines;
  }
}
