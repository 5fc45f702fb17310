package dev.oncegate.rules.space;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;

/**
 * The situations that meet a condition on each of some attributes: those that can occur, and whose
 * word is among the condition's.
 */
public final class SituationSet {
  private final Map<Attribute, List<String>> conditions;
  private final int[] situations;

  SituationSet(Map<Attribute, List<String>> conditions, int[] situations) {
    this.conditions = new LinkedHashMap<>(conditions);
    this.situations = situations;
  }

  /** The words by attribute; an attribute without an entry may have any. */
  public Map<Attribute, List<String>> conditions() {
    return Collections.unmodifiableMap(conditions);
  }

  public int size() {
    return situations.length;
  }

  /** The number of its first situation. */
  public int first() {
    return situations[0];
  }

  public void forEach(IntConsumer action) {
    for (int situation : situations) {
      action.accept(situation);
    }
  }

  /** {@code trigger = new_external_id and alreadySent = no}. */
  public String inWords() {
    var words = new ArrayList<String>();
    conditions.forEach(
        (attribute, values) -> words.add(attribute + " = " + String.join(" or ", values)));
    return words.isEmpty() ? "every situation" : String.join(" and ", words);
  }
}
