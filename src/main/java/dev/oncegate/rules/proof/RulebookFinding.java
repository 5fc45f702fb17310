package dev.oncegate.rules.proof;

import dev.oncegate.core.decide.RuleRef;
import dev.oncegate.core.update.CodePoints;
import dev.oncegate.rules.space.Attribute;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong, or needless, in a rulebook that could be read.
 *
 * @param address {@code file!sheet!cell}, or {@code file!rule} of a DRL rule
 * @param witness a situation that shows it, word by attribute; null where there is none, as for a
 *     row that can never hold
 * @param situations how many situations show it
 * @param rows the rules concerned: the row itself, then those that cover it or disagree with it
 */
public record RulebookFinding(
    Kind kind,
    String address,
    String sentence,
    @Nullable Map<Attribute, String> witness,
    int situations,
    List<RuleRef> rows) {

  /** What kind it is, and whether a rulebook can be in force with it. */
  public enum Kind {
    /** A situation that no row answers. */
    GAP("gap", true),
    /** Rules that nothing ranks above one another answer differently. */
    CONFLICT("conflict", true),
    /** A verdict that a safety property forbids. */
    BROKEN_SAFETY("broken_safety_property", true),
    /** A row that never answers. */
    DEAD("dead_row", false),
    /** A row without which every answer would be the same. */
    REDUNDANT("redundant_row", false);

    private final String word;
    private final boolean refuses;

    Kind(String word, boolean refuses) {
      this.word = word;
      this.refuses = refuses;
    }

    public String word() {
      return word;
    }

    /** In words: {@code dead row}. */
    @Override
    public String toString() {
      return word.replace('_', ' ');
    }

    /** Whether a rulebook with such a finding is refused. */
    public boolean refuses() {
      return refuses;
    }
  }

  public RulebookFinding {
    sentence = CodePoints.visible(sentence);
    rows = List.copyOf(rows);
  }

  /** {@code trigger = unknown, member = yes, …}, or nothing. */
  public String witnessInWords() {
    if (witness == null) {
      return "";
    }
    var words = new ArrayList<String>();
    witness.forEach((attribute, word) -> words.add(attribute + " = " + word));
    return String.join(", ", words);
  }

  @Override
  public String toString() {
    return address + ": " + sentence;
  }
}
