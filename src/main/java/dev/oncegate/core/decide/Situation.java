package dev.oncegate.core.decide;

import dev.oncegate.core.update.Computation;

/**
 * The finite, categorical view of update × destination × send history that rules see, and all that
 * they see.
 *
 * @param member whether the profile is in the computation, or has the trait
 * @param deduped whether the destination dedupes
 * @param relevantId whether the profile has any id that counts for the destination
 * @param newIdRelevant whether any of the trigger's new ids counts for the destination
 * @param mergedMember whether any of the merged profiles was a member
 * @param alreadySent whether the destination already received this message
 */
public record Situation(
    Computation.Type computation,
    TriggerKind trigger,
    boolean member,
    boolean deduped,
    boolean relevantId,
    boolean newIdRelevant,
    boolean mergedMember,
    boolean alreadySent,
    String destinationType,
    String space,
    String tier) {

  public Situation {
    if (newIdRelevant && trigger != TriggerKind.NEW_EXTERNAL_ID) {
      throw new IllegalArgumentException("only a new external id can be a relevant new id");
    }
    if (mergedMember && trigger != TriggerKind.PROFILE_MERGE) {
      throw new IllegalArgumentException("only a merge has merged members");
    }
    if (alreadySent && !deduped) {
      throw new IllegalArgumentException("only a deduped destination remembers what it was sent");
    }
  }

  /** The same situation, had the message been sent before. */
  public Situation sentAlready() {
    return new Situation(
        computation,
        trigger,
        member,
        deduped,
        relevantId,
        newIdRelevant,
        mergedMember,
        true,
        destinationType,
        space,
        tier);
  }
}
