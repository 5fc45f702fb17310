package dev.oncegate.rules.proof;

import dev.oncegate.core.decide.Verdict;
import dev.oncegate.rules.space.Attribute;
import dev.oncegate.rules.space.DecisionSpace;
import java.util.List;
import java.util.Map;

/**
 * A sentence that every rulebook must keep.
 *
 * @param always whether the verdict must be as told, or must never be
 * @param situation the words of the situations it is about, by attribute
 * @param verdict the words of the verdict, by what they are about
 */
record SafetyProperty(
    String sentence,
    boolean always,
    Map<Attribute, List<String>> situation,
    Map<Aspect, List<String>> verdict) {

  /** What can be told of a verdict. */
  enum Aspect {
    ACTION("action"),
    SELECTION("selection"),
    REASON("reason"),
    ROUTE("route");

    private final String word;

    Aspect(String word) {
      this.word = word;
    }

    String word() {
      return word;
    }

    /** The verdict's word; nothing where it has none, as a drop has no route. */
    String of(Verdict verdict) {
      return switch (this) {
        case ACTION -> verdict.action();
        case REASON -> verdict.reason().word();
        case SELECTION -> verdict instanceof Verdict.Send send ? send.selection().name() : "";
        case ROUTE -> verdict instanceof Verdict.Send send ? send.route().word() : "";
      };
    }
  }

  /** Whether the verdict on a situation breaks it. */
  boolean isBrokenBy(DecisionSpace space, int index, Verdict answer) {
    return isAbout(space, index) && says(answer) != always;
  }

  private boolean isAbout(DecisionSpace space, int index) {
    for (Map.Entry<Attribute, List<String>> condition : situation.entrySet()) {
      if (!condition.getValue().contains(space.word(index, condition.getKey()))) {
        return false;
      }
    }
    return true;
  }

  private boolean says(Verdict answer) {
    for (Map.Entry<Aspect, List<String>> condition : verdict.entrySet()) {
      if (!condition.getValue().contains(condition.getKey().of(answer))) {
        return false;
      }
    }
    return true;
  }
}
