package dev.oncegate.rules.space;

import dev.oncegate.core.decide.TriggerKind;
import dev.oncegate.core.update.Computation;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One thing that rules may ask about a situation, with the words it can have. An open attribute has
 * the words that tables name, and {@link #ANY_OTHER}.
 */
public enum Attribute {
  COMPUTATION("computation", computations()),
  TRIGGER("trigger", triggers()),
  MEMBER("member", Vocabulary.YES_NO),
  DEDUPED("deduped", Vocabulary.YES_NO),
  RELEVANT_ID("relevantId", Vocabulary.YES_NO),
  NEW_ID_RELEVANT("newIdRelevant", Vocabulary.YES_NO),
  MERGED_MEMBER("mergedMember", Vocabulary.YES_NO),
  ALREADY_SENT("alreadySent", Vocabulary.YES_NO),
  DESTINATION_TYPE("destinationType", List.of()),
  SPACE("space", List.of()),
  TIER("tier", List.of()),
  /** What was decided; only a routing table can ask for it. */
  ACTION("action", List.of("SEND", "DROP", "PARK"));

  /**
   * Stands for every word of an open attribute that nothing names; the blank keeps it unlike any
   * word.
   */
  public static final String ANY_OTHER = "any other";

  private static final List<Attribute> OF_A_SITUATION = List.of(values()).subList(0, 11);

  private final String word;

  @SuppressWarnings("ImmutableEnumChecker") // List.of and List.copyOf make it immutable.
  private final List<String> words;

  Attribute(String word, List<String> words) {
    this.word = word;
    this.words = words;
  }

  /** All but {@link #ACTION}: the closed ones first, then the open ones. */
  public static List<Attribute> ofASituation() {
    return OF_A_SITUATION;
  }

  public static @Nullable Attribute named(String word) {
    for (Attribute attribute : values()) {
      if (attribute.word.equals(word)) {
        return attribute;
      }
    }
    return null;
  }

  /** As tables write it: {@code newIdRelevant}. */
  public String word() {
    return word;
  }

  public boolean isOpen() {
    return words.isEmpty();
  }

  /** The words of a closed attribute; empty for an open one. */
  public List<String> words() {
    return words;
  }

  @Override
  public String toString() {
    return word;
  }

  private static List<String> computations() {
    var words = new ArrayList<String>();
    for (Computation.Type type : Computation.Type.values()) {
      words.add(type.word());
    }
    return List.copyOf(words);
  }

  private static List<String> triggers() {
    var words = new ArrayList<String>();
    for (TriggerKind kind : TriggerKind.values()) {
      words.add(kind.word());
    }
    return List.copyOf(words);
  }
}
