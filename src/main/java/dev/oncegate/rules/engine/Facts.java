package dev.oncegate.rules.engine;

import dev.oncegate.rules.space.Attribute;
import dev.oncegate.rules.table.Statement;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.jspecify.annotations.Nullable;

/**
 * What rules see of a situation, all of it words; and where they state their answer. The name is
 * part of the tables' format: they import it.
 */
@RegisterForReflection
@SuppressWarnings("EnumOrdinal") // An array is the smallest map of attributes.
public final class Facts {
  private final String[] words = new String[Attribute.values().length];
  private String asked = Statement.Question.DECIDE.word();
  private @Nullable String action;
  private @Nullable String reason;
  private @Nullable String route;

  void ask(Statement.Question question) {
    asked = question.word();
    // A route is asked for only where something is sent.
    put(Attribute.ACTION, question == Statement.Question.ROUTE ? "SEND" : "");
  }

  void put(Attribute attribute, String word) {
    words[attribute.ordinal()] = word;
  }

  String word(Attribute attribute) {
    return words[attribute.ordinal()];
  }

  /** What was stated since the last call, if it answers the question. */
  @Nullable Statement takeStatement() {
    String statedAction = action;
    String statedReason = reason;
    String statedRoute = route;
    action = null;
    reason = null;
    route = null;
    if (asked.equals(Statement.Question.ROUTE.word())) {
      return statedRoute == null ? null : new Statement.RouteStatement(statedRoute);
    }
    return statedAction == null || statedReason == null
        ? null
        : new Statement.DecideStatement(statedAction, statedReason);
  }

  /** States what is to be done: {@code SEND LATEST}, {@code DROP}. */
  public void action(String word) {
    action = word;
  }

  /** States why. */
  public void reason(String word) {
    reason = word;
  }

  /** States the way out. */
  public void route(String word) {
    route = word;
  }

  /** Which question this is about: {@code decide} or {@code route}. */
  public String getAsked() {
    return asked;
  }

  public String getComputation() {
    return word(Attribute.COMPUTATION);
  }

  public String getTrigger() {
    return word(Attribute.TRIGGER);
  }

  public String getMember() {
    return word(Attribute.MEMBER);
  }

  public String getDeduped() {
    return word(Attribute.DEDUPED);
  }

  public String getRelevantId() {
    return word(Attribute.RELEVANT_ID);
  }

  public String getNewIdRelevant() {
    return word(Attribute.NEW_ID_RELEVANT);
  }

  public String getMergedMember() {
    return word(Attribute.MERGED_MEMBER);
  }

  public String getAlreadySent() {
    return word(Attribute.ALREADY_SENT);
  }

  public String getDestinationType() {
    return word(Attribute.DESTINATION_TYPE);
  }

  public String getSpace() {
    return word(Attribute.SPACE);
  }

  public String getTier() {
    return word(Attribute.TIER);
  }

  public String getAction() {
    return word(Attribute.ACTION);
  }
}
