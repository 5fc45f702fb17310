package dev.oncegate.core;

import dev.oncegate.core.decide.Reason;
import dev.oncegate.core.decide.Route;
import dev.oncegate.core.decide.RuleRef;
import dev.oncegate.core.decide.Rulebook;
import dev.oncegate.core.decide.Selection;
import dev.oncegate.core.decide.Situation;
import dev.oncegate.core.decide.TriggerKind;
import dev.oncegate.core.decide.Verdict;

/** The decision tree, so that the core can be tested without Drools. */
public final class TreeOfTheDesign implements Rulebook {

  @Override
  public String hash() {
    return "5d41402abc4b2a76";
  }

  @Override
  public Verdict decide(Situation now) {
    if (!now.deduped()) {
      return now.relevantId()
          ? send(Selection.ALL, "not_deduped", now)
          : new Verdict.Drop(new Reason("no_external_id"), row("no_external_id"));
    }
    if (now.trigger() == TriggerKind.UNKNOWN) {
      return new Verdict.Park(new Reason("unknown_trigger"), row("unknown_trigger"));
    }
    String drop = dropReason(now);
    if (!drop.isEmpty()) {
      return new Verdict.Drop(new Reason(drop), row(drop));
    }
    return send(
        Selection.LATEST,
        switch (now.trigger()) {
          case VALUE_CHANGED -> "entered";
          case NEW_EXTERNAL_ID -> "new_relevant_id";
          case PROFILE_MERGE -> "merge_of_non_members";
          case UNKNOWN -> throw new IllegalStateException("parked above");
        },
        now);
  }

  private static String dropReason(Situation now) {
    if (!now.member()) {
      return "exited";
    }
    if (now.trigger() == TriggerKind.NEW_EXTERNAL_ID && !now.newIdRelevant()) {
      return "irrelevant_new_id";
    }
    if (now.mergedMember()) {
      return "merge_of_member";
    }
    if (!now.relevantId()) {
      return "no_relevant_id";
    }
    return now.alreadySent() ? "already_sent" : "";
  }

  /** A destination of type {@code bulk} has a route of its own, so that tests can see routes. */
  private static Verdict send(Selection selection, String reason, Situation now) {
    Route route = now.destinationType().equals("bulk") ? new Route("bulk") : Route.DEFAULT;
    return new Verdict.Send(selection, new Reason(reason), route, row(reason));
  }

  private static RuleRef row(String reason) {
    return new RuleRef("tree!" + reason, reason);
  }
}
