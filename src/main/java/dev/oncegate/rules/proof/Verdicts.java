package dev.oncegate.rules.proof;

import dev.oncegate.core.decide.Reason;
import dev.oncegate.core.decide.Route;
import dev.oncegate.core.decide.RuleRef;
import dev.oncegate.core.decide.Verdict;
import dev.oncegate.rules.engine.Rule;
import dev.oncegate.rules.engine.RuleMatches;
import dev.oncegate.rules.space.DecisionSpace;
import dev.oncegate.rules.table.Statement;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The verdict on every situation of a space: what was decided, and along which route. */
public final class Verdicts {
  private final DecisionSpace space;
  private final RuleMatches decided;
  private final RuleMatches routed;
  private final @Nullable Verdict[] bySituation;

  public Verdicts(DecisionSpace space, RuleMatches decided, RuleMatches routed) {
    this.space = space;
    this.decided = decided;
    this.routed = routed;
    this.bySituation = new Verdict[space.size()];
    // A rule and a route make one verdict, however many situations have it.
    Map<Long, Verdict> known = new HashMap<>();
    for (int index = 0; index < bySituation.length; index++) {
      int rule = decided.winner(decided.projection().cell(index));
      if (rule >= 0) {
        boolean sends = ((Statement.DecideStatement) decided.rule(rule).statement()).sends();
        int route = sends ? routed.winner(routed.projection().cell(index)) : -1;
        if (!sends || route >= 0) {
          long key = (long) rule << 32 | (route + 1);
          bySituation[index] = known.computeIfAbsent(key, _ -> verdict(rule, route));
        }
      }
    }
  }

  private Verdict verdict(int ruleNumber, int routeNumber) {
    Rule rule = decided.rule(ruleNumber);
    var statement = (Statement.DecideStatement) rule.statement();
    RuleRef row = rule.row();
    var reason = new Reason(statement.reason());
    if (statement.sends()) {
      var route =
          new Route(((Statement.RouteStatement) routed.rule(routeNumber).statement()).route());
      return new Verdict.Send(statement.selection(), reason, route, row);
    }
    return statement.action().equals("DROP")
        ? new Verdict.Drop(reason, row)
        : new Verdict.Park(reason, row);
  }

  public DecisionSpace space() {
    return space;
  }

  /** Which rules decide where. */
  public RuleMatches decided() {
    return decided;
  }

  /** Which rules route where. */
  public RuleMatches routed() {
    return routed;
  }

  /** The verdict on a situation; null in a gap. */
  public @Nullable Verdict of(int index) {
    return bySituation[index];
  }

  /** Whether what decides a situation sends, so that its route is asked for. */
  boolean sends(int index) {
    int rule = decided.winner(decided.projection().cell(index));
    return rule >= 0 && ((Statement.DecideStatement) decided.rule(rule).statement()).sends();
  }
}
