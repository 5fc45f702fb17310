package dev.oncegate.bench.peer.byhand;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The fields of an update, found by their names without making strings of them. */
enum Field {
  MESSAGE_ID("messageId"),
  SPACE_ID("spaceId"),
  PROFILE_ID("profileId"),
  COMPUTATION("computation"),
  VALUE("value"),
  TRIGGER("trigger"),
  COMPUTED_AT("computedAt"),
  EXTERNAL_IDS("externalIds"),
  ID("id"),
  KEY("key"),
  TYPE("type"),
  REASON("reason"),
  NEW_EXTERNAL_IDS("newExternalIds"),
  MERGED_PROFILES("mergedProfiles"),
  CREATED_AT("createdAt"),
  WAS_MEMBER("wasMember"),
  /** Any other. */
  UNKNOWN("");

  private static final int SLOTS = 64;
  // With it, no two names have one slot.
  private static final int SPREAD = 11;
  private static final Field[] BY_LENGTH_AND_FIRST = new Field[SLOTS];
  private static final byte[][] NAMES = new byte[SLOTS][];

  static {
    Arrays.fill(BY_LENGTH_AND_FIRST, UNKNOWN);
    Arrays.fill(NAMES, new byte[0]);
    for (Field field : values()) {
      if (field != UNKNOWN) {
        byte[] name = field.text.getBytes(StandardCharsets.US_ASCII);
        int slot = slot(name, 0, name.length);
        if (BY_LENGTH_AND_FIRST[slot] != UNKNOWN) {
          throw new IllegalStateException(field + " and another field have one slot");
        }
        BY_LENGTH_AND_FIRST[slot] = field;
        NAMES[slot] = name;
      }
    }
  }

  private final String text;

  Field(String text) {
    this.text = text;
  }

  static Field of(byte[] in, int from, int to) {
    if (from == to) {
      return UNKNOWN;
    }
    int slot = slot(in, from, to);
    byte[] name = NAMES[slot];
    return Arrays.equals(in, from, to, name, 0, name.length) ? BY_LENGTH_AND_FIRST[slot] : UNKNOWN;
  }

  private static int slot(byte[] in, int from, int to) {
    return ((to - from) * SPREAD + in[from]) & (SLOTS - 1);
  }
}
