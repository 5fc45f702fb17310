package dev.oncegate.replay.junit;

import dev.oncegate.core.decide.RuleRef;
import dev.oncegate.rules.CompiledRulebook;
import dev.oncegate.rules.Exercise;
import java.util.ArrayList;
import java.util.List;

/** Holds that each row and DRL rule has a case that it answers, and a near miss. */
final class EveryRow {
  private EveryRow() {}

  static List<Check> checks(CompiledRulebook rulebook, List<SituationCase> cases) {
    var checks = new ArrayList<Check>();
    for (Exercise.Use use : new Exercise(rulebook).uses()) {
      RuleRef row = use.row();
      checks.add(
          new Check(
              Answered.inWords(row) + " has a case and a near miss",
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
      throw new AssertionError("no case expects " + Answered.inWords(row) + " to answer");
    }
    if (!missed) {
      throw new AssertionError("no case is a near miss of " + Answered.inWords(row));
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
