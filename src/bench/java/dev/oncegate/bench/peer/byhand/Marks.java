package dev.oncegate.bench.peer.byhand;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What the deduped destinations of a computation were sent for one profile: one value of the store,
 * so that one look-up answers for all of them. For each destination its id, whether the profile
 * left since, and the message; texts have their length in two bytes before them.
 */
final class Marks {
  private static final byte[] NONE = {};
  private static final int LENGTH = 2;
  private static final int FLAG = 1;

  private byte[] marks = NONE;
  private boolean changed;

  /** Begins with what the store has. */
  void begin(byte @Nullable [] stored) {
    marks = stored == null ? NONE : stored;
    changed = false;
  }

  boolean changed() {
    return changed;
  }

  /** What the store is to have. */
  byte[] bytes() {
    return marks;
  }

  /** Whether the destination has the message already. */
  boolean cover(Target target, byte[] message) {
    int at = find(target.id);
    return at >= 0
        && !(target.againOnReentry && hasLeft(at))
        && Arrays.equals(marks, messageAt(at), endOf(at), message, 0, message.length);
  }

  void sent(Target target, byte[] message) {
    int at = find(target.id);
    int dropped = at < 0 ? 0 : endOf(at) - at;
    int kept = marks.length - dropped;
    byte[] next = new byte[kept + LENGTH + target.id.length + FLAG + LENGTH + message.length];
    int before = at < 0 ? marks.length : at;
    System.arraycopy(marks, 0, next, 0, before);
    System.arraycopy(marks, before + dropped, next, before, kept - before);
    int to = put(next, kept, target.id);
    next[to++] = 0;
    put(next, to, message);
    marks = next;
    changed = true;
  }

  /** The profile is no longer in the computation. */
  void left(Target target) {
    int at = find(target.id);
    if (at >= 0 && !hasLeft(at)) {
      marks = marks.clone();
      marks[flagAt(at)] = 1;
      changed = true;
    }
  }

  private int find(byte[] id) {
    int at = 0;
    while (at < marks.length) {
      int from = at + LENGTH;
      if (Arrays.equals(marks, from, from + length(at), id, 0, id.length)) {
        return at;
      }
      at = endOf(at);
    }
    return -1;
  }

  private boolean hasLeft(int at) {
    return marks[flagAt(at)] != 0;
  }

  private int flagAt(int at) {
    return at + LENGTH + length(at);
  }

  private int messageAt(int at) {
    return flagAt(at) + FLAG + LENGTH;
  }

  private int endOf(int at) {
    return messageAt(at) + length(flagAt(at) + FLAG);
  }

  private int length(int at) {
    return (marks[at] & 0xFF) << 8 | (marks[at + 1] & 0xFF);
  }

  private static int put(byte[] into, int at, byte[] text) {
    into[at] = (byte) (text.length >> 8);
    into[at + 1] = (byte) text.length;
    System.arraycopy(text, 0, into, at + LENGTH, text.length);
    return at + LENGTH + text.length;
  }
}
