package dev.oncegate.rules.space;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The numbers of an open attribute's words. They are looked up for each decision, where a hash map
 * would cost more than all the rest: so a word that was looked up is remembered, and mostly found
 * again by identity. What is remembered is bounded and goes with the rulebook.
 */
final class WordNumbers {
  private static final int FEWEST_PLACES = 1_024;
  private static final int PLACES_FOR_A_WORD = 4;

  /** A word that was looked up; immutable, so that lanes may share it without a lock. */
  private record Seen(String word, int number) {}

  private final Map<String, Integer> numbers = new HashMap<>();
  private final int other;

  /** By hash. The first word of a place keeps it, so that no two words drive each other out. */
  private final @Nullable Seen[] seen;

  /**
   * @param named the words in the order of their numbers; any other has the number after them
   */
  WordNumbers(List<String> named) {
    other = named.size();
    for (int number = 0; number < other; number++) {
      numbers.put(named.get(number), number);
    }
    seen = new Seen[Integer.highestOneBit(FEWEST_PLACES + other * PLACES_FOR_A_WORD)];
  }

  /** How many numbers there are. */
  int count() {
    return other + 1;
  }

  int of(String word) {
    int hash = word.hashCode();
    int place = (hash ^ (hash >>> 16)) & (seen.length - 1);
    Seen known = seen[place];
    return known != null && known.word.equals(word) ? known.number : lookUp(word, place);
  }

  private int lookUp(String word, int place) {
    int number = numbers.getOrDefault(word, other);
    if (seen[place] == null) {
      seen[place] = new Seen(word, number);
    }
    return number;
  }
}
