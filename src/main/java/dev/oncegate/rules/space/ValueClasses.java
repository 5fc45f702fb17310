package dev.oncegate.rules.space;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Words of open attributes that no condition tells apart: each condition names all of them or none.
 * One stands for all, so that Drools is asked about no other.
 */
public final class ValueClasses {
  private final Map<Attribute, Classes> byAttribute = new EnumMap<>(Attribute.class);

  private ValueClasses() {}

  /**
   * Finds out which words are alike.
   *
   * @param conditions by open attribute, the words of each condition on it; all are in the space
   */
  public static ValueClasses of(DecisionSpace space, Map<Attribute, Set<List<String>>> conditions) {
    var alike = new ValueClasses();
    conditions.forEach(
        (attribute, named) ->
            alike.byAttribute.put(attribute, new Classes(space.values(attribute), named)));
    return alike;
  }

  /** The number of the value that stands for a value. */
  int standing(Attribute attribute, int value) {
    Classes classes = byAttribute.get(attribute);
    return classes == null ? value : classes.standing[value];
  }

  /** Of a condition's words, those that stand for all. */
  public List<String> standing(Attribute attribute, List<String> words) {
    Classes classes = byAttribute.get(attribute);
    return classes == null ? words : words.stream().filter(classes::stands).toList();
  }

  private static final class Classes {
    private final Map<String, Integer> numbers = new HashMap<>();

    /** For each value, the first of its class. */
    private final int[] standing;

    Classes(List<String> values, Set<List<String>> conditions) {
      for (int value = 0; value < values.size(); value++) {
        numbers.put(values.get(value), value);
      }
      standing = new int[values.size()];
      int[] classOf = new int[values.size()];
      int classes = 1;
      for (List<String> words : conditions) {
        // Of each class, the words that this condition names become a class of their own.
        var named = new HashMap<Integer, Integer>();
        for (String word : words) {
          int value = number(word);
          Integer known = named.putIfAbsent(classOf[value], classes);
          classOf[value] = known == null ? classes++ : known;
        }
      }
      var first = new HashMap<Integer, Integer>();
      for (int value = 0; value < classOf.length; value++) {
        Integer known = first.putIfAbsent(classOf[value], value);
        standing[value] = known == null ? value : known;
      }
    }

    private int number(String word) {
      Integer number = numbers.get(word);
      if (number == null) {
        throw new IllegalStateException(word + " is named, but not in the space");
      }
      return number;
    }

    boolean stands(String word) {
      int number = number(word);
      return standing[number] == number;
    }
  }
}
