package dev.oncegate.rules.space;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Describes sets of situations by few, short conditions. Situations that cannot occur may fall into
 * a condition, which is what makes it short; no two conditions share a situation.
 */
public final class SituationSets {
  private static final Attribute[] ATTRIBUTES = Attribute.ofASituation().toArray(Attribute[]::new);

  private final DecisionSpace space;
  private final int[] labels;

  /** The box that grows: for each attribute, the values in it. */
  private final int[][] inside = new int[ATTRIBUTES.length][];

  private int label;

  private SituationSets(DecisionSpace space, int[] labels) {
    this.space = space;
    this.labels = labels;
  }

  /**
   * Disjoint boxes that together hold exactly the situations with a label.
   *
   * @param labels by situation; 0 for those that are in no box, and situations of different labels
   *     share none
   */
  public static List<SituationSet> of(DecisionSpace space, int[] labels) {
    return new SituationSets(space, labels.clone()).all();
  }

  private List<SituationSet> all() {
    var boxes = new ArrayList<SituationSet>();
    for (int index = 0; index < labels.length; index++) {
      if (labels[index] != 0) {
        label = labels[index];
        grow(index);
        boxes.add(new SituationSet(conditions(), take()));
      }
    }
    return boxes;
  }

  /** Takes in values as long as all situations that come with them have the label. */
  private void grow(int seed) {
    for (int a = 0; a < ATTRIBUTES.length; a++) {
      inside[a] = new int[] {space.value(seed, ATTRIBUTES[a])};
    }
    boolean[] done = new boolean[ATTRIBUTES.length];
    for (int step = 0; step < ATTRIBUTES.length; step++) {
      int best = -1;
      int[] bestValues = {};
      long bestGain = -1;
      for (int a = 0; a < ATTRIBUTES.length; a++) {
        if (!done[a]) {
          int[] values = fitting(a);
          long gain = gain(a, values);
          if (gain > bestGain) {
            best = a;
            bestValues = values;
            bestGain = gain;
          }
        }
      }
      done[best] = true;
      inside[best] = bestValues;
    }
  }

  /** An attribute that may have any value needs no words; else more values are better. */
  private long gain(int a, int[] values) {
    int all = space.values(ATTRIBUTES[a]).size();
    if (values.length == all) {
      return Integer.MAX_VALUE + (long) all;
    }
    return (long) values.length * Integer.MAX_VALUE / all / 2;
  }

  /** The values of an attribute that, each with the rest of the box, bring the label alone. */
  private int[] fitting(int a) {
    int[] before = inside[a];
    int all = space.values(ATTRIBUTES[a]).size();
    int[] values = new int[all];
    int count = 0;
    for (int value = 0; value < all; value++) {
      inside[a] = new int[] {value};
      if (contains(before, value) || fits(0, new int[ATTRIBUTES.length])) {
        values[count++] = value;
      }
    }
    inside[a] = before;
    return Arrays.copyOf(values, count);
  }

  private static boolean contains(int[] values, int value) {
    return Arrays.binarySearch(values, value) >= 0;
  }

  private boolean fits(int a, int[] valueOf) {
    if (a == ATTRIBUTES.length) {
      int index = space.indexOf(valueOf);
      return index < 0 || labels[index] == label;
    }
    for (int value : inside[a]) {
      valueOf[a] = value;
      if (!fits(a + 1, valueOf)) {
        return false;
      }
    }
    return true;
  }

  /** Takes the box's situations out of what is left. */
  private int[] take() {
    IntStream.Builder taken = IntStream.builder();
    take(0, new int[ATTRIBUTES.length], taken);
    return taken.build().sorted().toArray();
  }

  private void take(int a, int[] valueOf, IntStream.Builder taken) {
    if (a == ATTRIBUTES.length) {
      int index = space.indexOf(valueOf);
      if (index >= 0) {
        labels[index] = 0;
        taken.add(index);
      }
      return;
    }
    for (int value : inside[a]) {
      valueOf[a] = value;
      take(a + 1, valueOf, taken);
    }
  }

  private Map<Attribute, List<String>> conditions() {
    var conditions = new LinkedHashMap<Attribute, List<String>>();
    for (int a = 0; a < ATTRIBUTES.length; a++) {
      List<String> all = space.values(ATTRIBUTES[a]);
      if (inside[a].length < all.size()) {
        conditions.put(ATTRIBUTES[a], Arrays.stream(inside[a]).mapToObj(all::get).toList());
      }
    }
    return conditions;
  }
}
