package dev.oncegate.replay.junit;

import dev.oncegate.core.decide.RuleRef;
import dev.oncegate.rules.CompiledRulebook;
import dev.oncegate.rules.RuleUsage;
import java.util.ArrayList;
import java.util.List;

/** Holds that each row and DRL rule has a case that it answers, and a near miss. */
final class RowCoverage {
  private RowCoverage() {}

  static List<NamedCheck> checks(CompiledRulebook rulebook, List<SituationCase> cases) {
    var checks = new ArrayList<NamedCheck>();
    for (RuleUsage.Use use : new RuleUsage(rulebook).uses()) {
      RuleRef row = use.row();
      checks.add(
          new NamedCheck(
              AnswerText.inWords(row) + " has a case and a near miss",
              () -> check(row, rulebook, cases)));
    }
    return checks;
  }

  private static void check(RuleRef row, CompiledRulebook rulebook, List<SituationCase> cases) {
    boolean answered = false;
    boolean missed = false;
    for (SituationCase each : cases) {
      answered |= expects(each, row, rulebook);
      missed |= row.equals(each.nearMissOf());
    }
    if (!answered) {
      throw new AssertionError("no case expects " + AnswerText.inWords(row) + " to answer");
    }
    if (!missed) {
      throw new AssertionError("no case is a near miss of " + AnswerText.inWords(row));
    }
  }

  /** A routing row has no place in a verdict; it is expected where a route is. */
  private static boolean expects(SituationCase each, RuleRef row, CompiledRulebook rulebook) {
    boolean decides = rulebook.decide(each.situation()).row().equals(row);
    return decides
        ? row.equals(each.expected().row())
        : rulebook.answering(each.situation()).contains(row) && !each.expected().route().isEmpty();
  }
}
