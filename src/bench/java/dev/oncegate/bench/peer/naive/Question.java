package dev.oncegate.bench.peer.naive;

import org.jspecify.annotations.Nullable;

/** What the rules are asked of one update and one destination: a fact, which they complete. */
public final class Question {
  private final String trigger;
  private final boolean deduped;
  private final boolean member;
  private final boolean relevantId;
  private final boolean newIdRelevant;
  private final boolean mergedMember;
  private final boolean alreadySent;
  private @Nullable String answer;

  Question(
      String trigger,
      boolean deduped,
      boolean member,
      boolean relevantId,
      boolean newIdRelevant,
      boolean mergedMember,
      boolean alreadySent) {
    this.trigger = trigger;
    this.deduped = deduped;
    this.member = member;
    this.relevantId = relevantId;
    this.newIdRelevant = newIdRelevant;
    this.mergedMember = mergedMember;
    this.alreadySent = alreadySent;
  }

  public String getTrigger() {
    return trigger;
  }

  public boolean isDeduped() {
    return deduped;
  }

  public boolean isMember() {
    return member;
  }

  public boolean isRelevantId() {
    return relevantId;
  }

  public boolean isNewIdRelevant() {
    return newIdRelevant;
  }

  public boolean isMergedMember() {
    return mergedMember;
  }

  public boolean isAlreadySent() {
    return alreadySent;
  }

  /** Null as long as no rule has answered. */
  public @Nullable String getAnswer() {
    return answer;
  }

  public void setAnswer(String answer) {
    this.answer = answer;
  }
}
