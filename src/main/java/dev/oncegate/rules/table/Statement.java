package dev.oncegate.rules.table;

import dev.oncegate.core.decide.Selection;
import java.util.ArrayList;
import java.util.List;

/** What a rule states when it fires. */
public sealed interface Statement {

  /** The question that a rule answers; each table answers one. */
  enum Question {
    /** Does the update go out, and to which ids? */
    DECIDE,
    /** Along which route? Asked only where the update goes out. */
    ROUTE;

    /** As rules see it. */
    public String word() {
      return this == DECIDE ? "decide" : "route";
    }
  }

  Question question();

  /**
   * An action and why.
   *
   * @param action one of {@link #ACTIONS}
   */
  record DecideStatement(String action, String reason) implements Statement {
    /** The actions as tables write them: {@code SEND LATEST}, {@code DROP}. */
    public static final List<String> ACTIONS = actions();

    private static final String SEND = "SEND ";

    private static List<String> actions() {
      var actions = new ArrayList<String>();
      for (Selection selection : Selection.values()) {
        actions.add(SEND + selection);
      }
      actions.add("DROP");
      actions.add("PARK");
      return List.copyOf(actions);
    }

    public boolean sends() {
      return action.startsWith(SEND);
    }

    /** Which ids a sending action selects. */
    public Selection selection() {
      return Selection.valueOf(action.substring(SEND.length()));
    }

    @Override
    public Question question() {
      return Question.DECIDE;
    }

    @Override
    public String toString() {
      return action + " " + reason;
    }
  }

  /** A route's word. */
  record RouteStatement(String route) implements Statement {
    @Override
    public Question question() {
      return Question.ROUTE;
    }

    @Override
    public String toString() {
      return "route " + route;
    }
  }
}
