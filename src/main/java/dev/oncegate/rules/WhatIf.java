package dev.oncegate.rules;

import dev.oncegate.core.decide.Situation;
import dev.oncegate.core.decide.Verdict;
import dev.oncegate.rules.space.Attribute;
import java.util.ArrayList;
import java.util.List;

/** What would have to be otherwise for a verdict to be another. */
public final class WhatIf {
  private WhatIf() {}

  /** A situation with another word for one attribute. */
  public record Neighbour(Attribute attribute, String word, Situation situation) {}

  /**
   * One attribute with another word, and the verdict that would follow.
   *
   * @param implied {@code newIdRelevant=no}: what cannot be otherwise then; empty if nothing
   *     changes
   */
  public record Change(Attribute attribute, String word, String implied, Verdict verdict) {}

  /** Every change of a single attribute that alters what is answered, whichever row says so. */
  public static List<Change> changes(CompiledRulebook rulebook, Situation situation) {
    VerdictInWords answer = VerdictInWords.of(rulebook.decide(situation));
    var changes = new ArrayList<Change>();
    for (Neighbour neighbour : neighbours(rulebook, situation)) {
      Verdict other = rulebook.decide(neighbour.situation());
      if (!VerdictInWords.of(other).equals(answer)) {
        String implied =
            SituationInWords.changes(situation, neighbour.situation(), neighbour.attribute());
        changes.add(new Change(neighbour.attribute(), neighbour.word(), implied, other));
      }
    }
    return changes;
  }

  /** Every situation that is a single change away. */
  public static List<Neighbour> neighbours(CompiledRulebook rulebook, Situation situation) {
    SituationInWords now = SituationInWords.of(situation);
    var neighbours = new ArrayList<Neighbour>();
    for (Attribute attribute : Attribute.ofASituation()) {
      for (String word : rulebook.space().values(attribute)) {
        if (!now.says(attribute, word) && now.allows(attribute, word)) {
          neighbours.add(new Neighbour(attribute, word, now.with(attribute, word)));
        }
      }
    }
    return neighbours;
  }
}
