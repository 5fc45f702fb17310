package dev.oncegate.rules.space;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * A space seen only through the attributes that some rules ask about, and the words that they tell
 * apart: situations that differ in nothing else are one cell, and need to be asked once.
 */
public final class Projection {
  private final DecisionSpace space;
  private final ValueClasses alike;
  private final int[] classOfClosed = new int[ClosedSituations.COUNT];
  private final int[] classOfOpen;
  private final int openClasses;
  private final int[] representatives;

  public Projection(DecisionSpace space, Set<Attribute> asked, ValueClasses alike) {
    this.space = space;
    this.alike = alike;
    classOfOpen = new int[space.openSize()];
    int closedClasses = classify(classOfClosed, space.openSize(), asked, false);
    openClasses = classify(classOfOpen, 1, asked, true);
    representatives = new int[closedClasses * openClasses];
    Arrays.fill(representatives, -1);
    for (int index = 0; index < space.size(); index++) {
      if (representatives[cell(index)] < 0) {
        representatives[cell(index)] = index;
      }
    }
  }

  private int classify(int[] classes, int stride, Set<Attribute> asked, boolean open) {
    var seen = new HashMap<Long, Integer>();
    for (int i = 0; i < classes.length; i++) {
      long key = 0;
      for (Attribute attribute : Attribute.ofASituation()) {
        if (attribute.isOpen() == open && asked.contains(attribute)) {
          int value = alike.standing(attribute, space.value(i * stride, attribute));
          key = key * space.values(attribute).size() + value;
        }
      }
      classes[i] = number(seen, key);
    }
    return seen.size();
  }

  private static int number(Map<Long, Integer> seen, long key) {
    Integer known = seen.putIfAbsent(key, seen.size());
    return known == null ? seen.size() - 1 : known;
  }

  public int size() {
    return representatives.length;
  }

  /** The cell of a situation. */
  public int cell(int index) {
    int openSize = classOfOpen.length;
    return classOfClosed[index / openSize] * openClasses + classOfOpen[index % openSize];
  }

  /** The first situation of a cell. */
  public int representative(int cell) {
    return representatives[cell];
  }
}
