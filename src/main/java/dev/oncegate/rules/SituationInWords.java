package dev.oncegate.rules;

import dev.oncegate.core.decide.Situation;
import dev.oncegate.core.decide.TriggerKind;
import dev.oncegate.core.update.Computation;
import dev.oncegate.rules.space.Attribute;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A situation as people write it: {@code trigger=new_external_id alreadySent=no}. What is not said
 * is the plainest case: an audience's value changed to member, for a deduped destination that has a
 * relevant id and has not got the message.
 */
public final class SituationInWords {
  // A word with anything else in it stands in quotes; a quote in it is doubled.
  private static final Pattern PLAIN = Pattern.compile("[^\\s,']+");
  private static final Pattern PART = Pattern.compile("(?:'(?:[^']|'')*'|[^\\s,'])+");

  private final Map<Attribute, String> words = new EnumMap<>(Attribute.class);

  private SituationInWords() {
    words.put(Attribute.COMPUTATION, Computation.Type.AUDIENCE.word());
    words.put(Attribute.TRIGGER, TriggerKind.VALUE_CHANGED.word());
    words.put(Attribute.MEMBER, "yes");
    words.put(Attribute.DEDUPED, "yes");
    words.put(Attribute.RELEVANT_ID, "yes");
    words.put(Attribute.NEW_ID_RELEVANT, "no");
    words.put(Attribute.MERGED_MEMBER, "no");
    words.put(Attribute.ALREADY_SENT, "no");
    words.put(Attribute.DESTINATION_TYPE, Attribute.ANY_OTHER);
    words.put(Attribute.SPACE, Attribute.ANY_OTHER);
    words.put(Attribute.TIER, Attribute.ANY_OTHER);
  }

  /**
   * Reads words such as {@code trigger=new_external_id alreadySent=no}.
   *
   * @throws IllegalArgumentException with a sentence, if a word is unknown, an attribute is said
   *     twice or the situation cannot occur
   */
  public static Situation parse(String text) {
    var situation = new SituationInWords();
    var said = EnumSet.noneOf(Attribute.class);
    Matcher part = PART.matcher(text);
    while (part.find()) {
      Attribute attribute = situation.put(part.group());
      if (!said.add(attribute)) {
        throw new IllegalArgumentException(
            "'" + part.group() + "': " + attribute + " is said twice");
      }
    }
    return situation.toSituation();
  }

  static SituationInWords of(Situation situation) {
    var words = new SituationInWords();
    words.words.put(Attribute.COMPUTATION, situation.computation().word());
    words.words.put(Attribute.TRIGGER, situation.trigger().word());
    words.words.put(Attribute.MEMBER, yesOrNo(situation.member()));
    words.words.put(Attribute.DEDUPED, yesOrNo(situation.deduped()));
    words.words.put(Attribute.RELEVANT_ID, yesOrNo(situation.relevantId()));
    words.words.put(Attribute.NEW_ID_RELEVANT, yesOrNo(situation.newIdRelevant()));
    words.words.put(Attribute.MERGED_MEMBER, yesOrNo(situation.mergedMember()));
    words.words.put(Attribute.ALREADY_SENT, yesOrNo(situation.alreadySent()));
    words.words.put(Attribute.DESTINATION_TYPE, situation.destinationType());
    words.words.put(Attribute.SPACE, situation.space());
    words.words.put(Attribute.TIER, situation.tier());
    return words;
  }

  /** The situation in words, each attribute in the order of the tables' columns. */
  public static String write(Situation situation) {
    var text = new StringJoiner(" ");
    of(situation).words.forEach((attribute, word) -> text.add(attribute + "=" + quoted(word)));
    return text.toString();
  }

  /** The situation in words, without those that {@link #parse} takes for granted. */
  public static String brief(Situation situation) {
    Map<Attribute, String> plainest = new SituationInWords().words;
    var text = new StringJoiner(" ");
    of(situation)
        .words
        .forEach(
            (attribute, word) -> {
              if (!word.equals(plainest.get(attribute))) {
                text.add(attribute + "=" + quoted(word));
              }
            });
    return text.toString();
  }

  /** What differs in the second beside one attribute, as words of it. */
  static String changes(Situation before, Situation after, Attribute beside) {
    SituationInWords was = of(before);
    var text = new StringJoiner(" ");
    of(after)
        .words
        .forEach(
            (attribute, word) -> {
              if (attribute != beside && !was.says(attribute, word)) {
                text.add(attribute + "=" + quoted(word));
              }
            });
    return text.toString();
  }

  /** The same with one word changed, and without what cannot be so any more. */
  Situation with(Attribute attribute, String word) {
    var changed = new SituationInWords();
    changed.words.putAll(words);
    changed.words.put(attribute, word);
    if (attribute == Attribute.TRIGGER) {
      changed.words.put(Attribute.NEW_ID_RELEVANT, "no");
      changed.words.put(Attribute.MERGED_MEMBER, "no");
    }
    if (attribute == Attribute.DEDUPED) {
      changed.words.put(Attribute.ALREADY_SENT, "no");
    }
    return changed.toSituation();
  }

  /** Whether the situation with that word can occur. */
  boolean allows(Attribute attribute, String word) {
    return switch (attribute) {
      case NEW_ID_RELEVANT ->
          word.equals("no") || says(Attribute.TRIGGER, TriggerKind.NEW_EXTERNAL_ID.word());
      case MERGED_MEMBER ->
          word.equals("no") || says(Attribute.TRIGGER, TriggerKind.PROFILE_MERGE.word());
      case ALREADY_SENT -> word.equals("no") || says(Attribute.DEDUPED, "yes");
      default -> true;
    };
  }

  boolean says(Attribute attribute, String word) {
    return word.equals(words.get(attribute));
  }

  private Attribute put(String part) {
    int equals = part.indexOf('=');
    Attribute attribute = equals < 0 ? null : Attribute.named(part.substring(0, equals));
    if (attribute == null || attribute == Attribute.ACTION) {
      throw new IllegalArgumentException(
          "'"
              + part
              + "' is no attribute=word; the attributes are "
              + joined(Attribute.ofASituation().stream().map(Attribute::word).toList()));
    }
    String said = part.substring(equals + 1);
    String word = unquoted(said);
    if (said.isEmpty() || (!attribute.isOpen() && !attribute.words().contains(word))) {
      throw new IllegalArgumentException(
          "'" + part + "': " + attribute + " can be " + joined(attribute.words()));
    }
    words.put(attribute, word);
    return attribute;
  }

  private Situation toSituation() {
    return new Situation(
        Computation.Type.valueOf(word(Attribute.COMPUTATION).toUpperCase(Locale.ROOT)),
        TriggerKind.valueOf(word(Attribute.TRIGGER).toUpperCase(Locale.ROOT)),
        says(Attribute.MEMBER, "yes"),
        says(Attribute.DEDUPED, "yes"),
        says(Attribute.RELEVANT_ID, "yes"),
        says(Attribute.NEW_ID_RELEVANT, "yes"),
        says(Attribute.MERGED_MEMBER, "yes"),
        says(Attribute.ALREADY_SENT, "yes"),
        word(Attribute.DESTINATION_TYPE),
        word(Attribute.SPACE),
        word(Attribute.TIER));
  }

  private String word(Attribute attribute) {
    return words.getOrDefault(attribute, Attribute.ANY_OTHER);
  }

  private static String joined(Iterable<String> words) {
    String list = String.join(", ", words);
    return list.isEmpty() ? "any word" : list;
  }

  private static String quoted(String word) {
    return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "''") + "'";
  }

  private static String unquoted(String word) {
    boolean quoted = word.length() > 1 && word.startsWith("'") && word.endsWith("'");
    return quoted ? word.substring(1, word.length() - 1).replace("''", "'") : word;
  }

  private static String yesOrNo(boolean yes) {
    return yes ? "yes" : "no";
  }
}
