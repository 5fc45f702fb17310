package dev.oncegate.rules.space;

import dev.oncegate.core.decide.Situation;
import dev.oncegate.core.decide.TriggerKind;
import dev.oncegate.core.update.Computation;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Every situation that rules can tell apart, numbered from 0: the closed situations that can occur,
 * times the words of the open attributes.
 */
@SuppressWarnings("EnumOrdinal") // The order of the words is the numbering.
public final class DecisionSpace {
  private static final int[] FIRST_OF_TRIGGER = {0, 1, 3, 5};

  private final Map<Attribute, List<String>> values = new EnumMap<>(Attribute.class);
  // The numbers of the words that are named; any other word has the number after them.
  private final Map<String, Integer> destinationTypes;
  private final Map<String, Integer> spaces;
  private final Map<String, Integer> tiers;
  private final int spaceCount;
  private final int tierCount;
  private final int openSize;

  private DecisionSpace(Map<Attribute, SortedSet<String>> literals) {
    for (Attribute attribute : Attribute.ofASituation()) {
      values.put(attribute, attribute.isOpen() ? open(attribute, literals) : attribute.words());
    }
    destinationTypes = numbered(Attribute.DESTINATION_TYPE);
    spaces = numbered(Attribute.SPACE);
    tiers = numbered(Attribute.TIER);
    spaceCount = values(Attribute.SPACE).size();
    tierCount = values(Attribute.TIER).size();
    openSize = values(Attribute.DESTINATION_TYPE).size() * spaceCount * tierCount;
  }

  /** The number of situations there would be; it may be too many to have a space of them. */
  public static long sizeOf(Map<Attribute, SortedSet<String>> literals) {
    long size = ClosedSituations.COUNT;
    for (SortedSet<String> words : literals.values()) {
      size = Math.multiplyExact(size, words.size() + 1L);
    }
    return size;
  }

  /**
   * The space that the closed attributes and some words of the open ones make.
   *
   * @param literals the words that tables name, for each open attribute that they name
   */
  public static DecisionSpace of(Map<Attribute, SortedSet<String>> literals) {
    return new DecisionSpace(literals);
  }

  private static List<String> open(
      Attribute attribute, Map<Attribute, SortedSet<String>> literals) {
    var words = new ArrayList<String>(literals.getOrDefault(attribute, new TreeSet<>()));
    words.add(Attribute.ANY_OTHER);
    return List.copyOf(words);
  }

  private Map<String, Integer> numbered(Attribute attribute) {
    List<String> words = values(attribute);
    Map<String, Integer> numbers = HashMap.newHashMap(words.size());
    for (int number = 0; number < words.size() - 1; number++) {
      numbers.put(words.get(number), number);
    }
    return numbers;
  }

  public int size() {
    return ClosedSituations.COUNT * openSize;
  }

  /** How many combinations of open words each closed situation has. */
  int openSize() {
    return openSize;
  }

  /** The words of an attribute, with {@link Attribute#ANY_OTHER} last where it is open. */
  public List<String> values(Attribute attribute) {
    return values.getOrDefault(attribute, List.of());
  }

  /** The words that rules name, by open attribute that they name. */
  public Map<Attribute, SortedSet<String>> literals() {
    var literals = new EnumMap<Attribute, SortedSet<String>>(Attribute.class);
    for (Attribute attribute : Attribute.ofASituation()) {
      if (attribute.isOpen() && values(attribute).size() > 1) {
        List<String> words = values(attribute);
        literals.put(attribute, new TreeSet<>(words.subList(0, words.size() - 1)));
      }
    }
    return literals;
  }

  /** A situation's number. On the hot path, and without allocation. */
  public int indexOf(Situation situation) {
    int index = closedIndex(situation);
    index = withWord(index, destinationTypes, situation.destinationType());
    index = withWord(index, spaces, situation.space());
    return withWord(index, tiers, situation.tier());
  }

  private static int withWord(int index, Map<String, Integer> numbers, String word) {
    Integer number = numbers.get(word);
    int other = numbers.size();
    return index * (other + 1) + (number == null ? other : number);
  }

  // A sum of what is, rather than a choice among cases, which a processor would guess wrongly.
  private static int closedIndex(Situation situation) {
    int trigger = FIRST_OF_TRIGGER[situation.trigger().ordinal()];
    trigger += one(situation.newIdRelevant()) + one(situation.mergedMember());
    int index = situation.computation().ordinal() * 6 + trigger;
    index = index * 2 + 1 - one(situation.member());
    index = index * 2 + 1 - one(situation.relevantId());
    return index * 3 + one(situation.deduped()) + one(situation.alreadySent());
  }

  private static int one(boolean yes) {
    return yes ? 1 : 0;
  }

  /** Which of an attribute's {@link #values} a situation has. */
  public int value(int index, Attribute attribute) {
    int closed = index / openSize;
    int open = index % openSize;
    return switch (attribute) {
      case TIER -> open % tierCount;
      case SPACE -> open / tierCount % spaceCount;
      case DESTINATION_TYPE -> open / tierCount / spaceCount;
      default -> ClosedSituations.value(closed, attribute);
    };
  }

  /** Which of an attribute's {@link #values} a word is; a closed attribute has to have it. */
  public int valueOf(Attribute attribute, String word) {
    List<String> words = values(attribute);
    int named = words.indexOf(word);
    return named < 0 && attribute.isOpen() ? words.size() - 1 : named;
  }

  /** The word that a situation has for an attribute. */
  public String word(int index, Attribute attribute) {
    return values(attribute).get(value(index, attribute));
  }

  /** A situation's {@link #values}, by attribute. */
  public int[] valuesOf(int index) {
    int[] valueOf = new int[Attribute.ofASituation().size()];
    for (Attribute attribute : Attribute.ofASituation()) {
      valueOf[attribute.ordinal()] = value(index, attribute);
    }
    return valueOf;
  }

  /** The number of the situation with those values, by attribute, or -1 if it cannot occur. */
  public int indexOf(int[] valueOf) {
    int closed = ClosedSituations.indexOf(valueOf);
    if (closed < 0) {
      return -1;
    }
    int open = valueOf[Attribute.DESTINATION_TYPE.ordinal()];
    open = open * spaceCount + valueOf[Attribute.SPACE.ordinal()];
    open = open * tierCount + valueOf[Attribute.TIER.ordinal()];
    return closed * openSize + open;
  }

  /** The situation with that number; an open attribute may say {@link Attribute#ANY_OTHER}. */
  public Situation at(int index) {
    return new Situation(
        Computation.Type.values()[value(index, Attribute.COMPUTATION)],
        TriggerKind.values()[value(index, Attribute.TRIGGER)],
        says(index, Attribute.MEMBER),
        says(index, Attribute.DEDUPED),
        says(index, Attribute.RELEVANT_ID),
        says(index, Attribute.NEW_ID_RELEVANT),
        says(index, Attribute.MERGED_MEMBER),
        says(index, Attribute.ALREADY_SENT),
        word(index, Attribute.DESTINATION_TYPE),
        word(index, Attribute.SPACE),
        word(index, Attribute.TIER));
  }

  private boolean says(int index, Attribute attribute) {
    return value(index, attribute) == 0;
  }
}
