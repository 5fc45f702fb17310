package dev.oncegate.rules.space;

import java.util.Arrays;

/** The situations that can occur, without the open attributes. */
@SuppressWarnings("EnumOrdinal") // The order of the attributes is the numbering.
final class ClosedSituations {
  /** 4 computations × 6 triggers with what they carry × member × id × 3 kinds of destination. */
  static final int COUNT = 4 * 6 * 2 * 2 * 3;

  private static final int ATTRIBUTES = 8;
  private static final int YES = 0;
  private static final int NO = 1;
  private static final byte[][] VALUES = new byte[COUNT][ATTRIBUTES];
  private static final short[] BY_VALUES = new short[4 * 4 * 64];

  static {
    Arrays.fill(BY_VALUES, (short) -1);
    for (int index = 0; index < COUNT; index++) {
      VALUES[index] = valuesOf(index);
      BY_VALUES[combined(VALUES[index])] = (short) index;
    }
  }

  private ClosedSituations() {}

  /** The inverse of the arithmetic in {@link DecisionSpace#indexOf}. */
  private static byte[] valuesOf(int index) {
    int destination = index % 3;
    int relevantId = index / 3 % 2;
    int member = index / 6 % 2;
    int trigger = index / 12 % 6;
    int computation = index / 72;
    byte[] values = new byte[ATTRIBUTES];
    values[Attribute.COMPUTATION.ordinal()] = (byte) computation;
    values[Attribute.TRIGGER.ordinal()] = (byte) ((trigger + 1) / 2);
    values[Attribute.MEMBER.ordinal()] = (byte) member;
    values[Attribute.DEDUPED.ordinal()] = yesIf(destination > 0);
    values[Attribute.RELEVANT_ID.ordinal()] = (byte) relevantId;
    values[Attribute.NEW_ID_RELEVANT.ordinal()] = yesIf(trigger == 2);
    values[Attribute.MERGED_MEMBER.ordinal()] = yesIf(trigger == 4);
    values[Attribute.ALREADY_SENT.ordinal()] = yesIf(destination == 2);
    return values;
  }

  private static byte yesIf(boolean yes) {
    return (byte) (yes ? YES : NO);
  }

  private static int combined(byte[] values) {
    int combined = 0;
    for (int i = 0; i < ATTRIBUTES; i++) {
      combined = combined * (i < 2 ? 4 : 2) + values[i];
    }
    return combined;
  }

  static int value(int closed, Attribute attribute) {
    return VALUES[closed][attribute.ordinal()];
  }

  /** The closed situation with those values, or -1 if it cannot occur. */
  static int indexOf(int[] valueOf) {
    int combined = 0;
    for (int i = 0; i < ATTRIBUTES; i++) {
      combined = combined * (i < 2 ? 4 : 2) + valueOf[i];
    }
    return BY_VALUES[combined];
  }
}
