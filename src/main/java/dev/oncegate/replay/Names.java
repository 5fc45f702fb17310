package dev.oncegate.replay;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Numbers for texts, in the order in which they come: 0, 1, 2. Keeps the texts, compactly. */
final class Names {
  private static final long FIRST_TEXT_BYTES = 1 << 16;
  private static final int FIRST_SLOTS = 1 << 10;
  private static final byte NO_UTF_8 = (byte) 0xFF;

  // A slot is the text's hash above its number plus one; an end is where the text's bytes end.
  private Memory slots = Memory.longs(FIRST_SLOTS);
  private long slotCount = FIRST_SLOTS;
  private Memory ends = Memory.longs(FIRST_SLOTS);
  private Memory text = Memory.longs(FIRST_TEXT_BYTES / Long.BYTES);
  private int size;

  int size() {
    return size;
  }

  /** The number of a text, a new one if it is new. */
  int of(String name) {
    byte[] bytes = bytesOf(name);
    long slot = slotOf(bytes, name.hashCode());
    long found = slots.get(slot);
    if (found != 0) {
      return (int) found - 1;
    }
    if (size >= slotCount / 2) {
      growSlots();
      slot = slotOf(bytes, name.hashCode());
    }
    append(bytes);
    slots.set(slot, (long) name.hashCode() << 32 | (size + 1L));
    return size++;
  }

  /** The number of a text, or -1 if it has none. */
  int find(String name) {
    byte[] bytes = bytesOf(name);
    return (int) slots.get(slotOf(bytes, name.hashCode())) - 1;
  }

  String get(int number) {
    long from = start(number);
    byte[] bytes = new byte[(int) (end(number) - from)];
    text.readBytes(from, bytes);
    return textOf(bytes);
  }

  // UTF-8, but for the rare text that has half a surrogate pair, which UTF-8 cannot say; no UTF-8
  // has the byte that such a text begins with.
  private static byte[] bytesOf(String name) {
    if (isWhole(name)) {
      return name.getBytes(StandardCharsets.UTF_8);
    }
    ByteBuffer chars = ByteBuffer.allocate(1 + 2 * name.length()).put(NO_UTF_8);
    for (int i = 0; i < name.length(); i++) {
      chars.putChar(name.charAt(i));
    }
    return chars.array();
  }

  private static String textOf(byte[] bytes) {
    if (bytes.length == 0 || bytes[0] != NO_UTF_8) {
      return new String(bytes, StandardCharsets.UTF_8);
    }
    var text = new StringBuilder(bytes.length / 2);
    for (int i = 1; i < bytes.length; i += 2) {
      text.append((char) (bytes[i] << 8 | (bytes[i + 1] & 0xFF)));
    }
    return text.toString();
  }

  private static boolean isWhole(String name) {
    for (int i = 0; i < name.length(); i++) {
      if (Character.isSurrogate(name.charAt(i))) {
        if (!Character.isHighSurrogate(name.charAt(i))
            || i + 1 == name.length()
            || !Character.isLowSurrogate(name.charAt(i + 1))) {
          return false;
        }
        i++;
      }
    }
    return true;
  }

  private long slotOf(byte[] bytes, int hash) {
    long mask = slotCount - 1;
    long slot = spread(hash) & mask;
    while (true) {
      long found = slots.get(slot);
      if (found == 0 || ((int) (found >> 32) == hash && isText((int) found - 1, bytes))) {
        return slot;
      }
      slot = (slot + 1) & mask;
    }
  }

  private boolean isText(int number, byte[] bytes) {
    long from = start(number);
    long to = end(number);
    return to - from == bytes.length && text.hasBytes(from, bytes);
  }

  private void append(byte[] bytes) {
    long from = start(size);
    if (from + bytes.length > text.byteSize()) {
      text = text.grown(Math.max(2 * text.byteSize(), from + bytes.length) / Long.BYTES + 1);
    }
    if ((size + 1L) * Long.BYTES > ends.byteSize()) {
      ends = ends.grown(2 * ends.byteSize() / Long.BYTES);
    }
    text.writeBytes(from, bytes);
    ends.set(size, from + bytes.length);
  }

  private void growSlots() {
    Memory old = slots;
    long oldCount = slotCount;
    slotCount = 2 * oldCount;
    slots = Memory.longs(slotCount);
    long mask = slotCount - 1;
    for (long i = 0; i < oldCount; i++) {
      long kept = old.get(i);
      if (kept != 0) {
        long slot = spread((int) (kept >> 32)) & mask;
        while (slots.get(slot) != 0) {
          slot = (slot + 1) & mask;
        }
        slots.set(slot, kept);
      }
    }
  }

  private long start(int number) {
    return number == 0 ? 0 : end(number - 1);
  }

  private long end(int number) {
    return ends.get(number);
  }

  private static long spread(int hash) {
    long mixed = hash * 0x9E3779B97F4A7C15L;
    return mixed >>> 32;
  }
}
