package dev.oncegate.bench.peer.byhand;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Bytes that grow at their end and are used again. A stretch of them is named by its two ends in
 * one {@code long}, so that naming one allocates nothing.
 */
final class ByteSink {
  /** Not a stretch. */
  static final long ESCAPED = -1;

  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  private byte[] bytes;
  private int length;

  ByteSink(int capacity) {
    bytes = new byte[capacity];
  }

  static int from(long stretch) {
    return (int) (stretch >>> 32);
  }

  static int to(long stretch) {
    return (int) stretch;
  }

  static int lengthOf(long stretch) {
    return to(stretch) - from(stretch);
  }

  /** What was added since the length was {@code start}. */
  long since(int start) {
    return (long) start << 32 | length;
  }

  void clear() {
    length = 0;
  }

  int length() {
    return length;
  }

  /** All bytes, of which the first {@link #length} count; another array after the next addition. */
  byte[] array() {
    return bytes;
  }

  byte[] copy() {
    return Arrays.copyOf(bytes, length);
  }

  byte[] copy(long stretch) {
    return Arrays.copyOfRange(bytes, from(stretch), to(stretch));
  }

  String text(long stretch) {
    return new String(bytes, from(stretch), lengthOf(stretch), StandardCharsets.UTF_8);
  }

  boolean equals(long stretch, byte[] other) {
    return Arrays.equals(bytes, from(stretch), to(stretch), other, 0, other.length);
  }

  boolean endsWith(long stretch, byte[] end) {
    int from = Math.max(from(stretch), to(stretch) - end.length);
    return Arrays.equals(bytes, from, to(stretch), end, 0, end.length);
  }

  /** What comes before the next quote, or {@link #ESCAPED} if a backslash does. */
  long untilQuote(int from) {
    byte[] in = bytes;
    for (int at = from; at < length; at++) {
      byte b = in[at];
      if (b == '"') {
        return (long) from << 32 | at;
      }
      if (b == '\\') {
        break;
      }
    }
    return ESCAPED;
  }

  /** By UTF-8 bytes, which is the order of code points too. */
  int compare(long a, long b) {
    return Arrays.compareUnsigned(bytes, from(a), to(a), bytes, from(b), to(b));
  }

  void add(int one) {
    ensure(1);
    bytes[length++] = (byte) one;
  }

  void add(byte[] more) {
    add(more, 0, more.length);
  }

  void add(byte[] more, int from, int to) {
    int count = to - from;
    ensure(count);
    System.arraycopy(more, from, bytes, length, count);
    length += count;
  }

  void add(ByteSink other, long stretch) {
    add(other.bytes, from(stretch), to(stretch));
  }

  /**
   * Adds chars in UTF-8.
   *
   * @return whether JSON writes all of them as they are
   */
  boolean add(char[] chars, int from, int count) {
    ensure(count);
    byte[] into = bytes;
    int at = length;
    boolean plain = true;
    for (int i = from; i < from + count; i++) {
      char c = chars[i];
      if (c >= 0x80) {
        return addBeyondAscii(new String(chars, from, count));
      }
      plain &= c >= ' ' && c != '"' && c != '\\';
      into[at++] = (byte) c;
    }
    length = at;
    return plain;
  }

  private boolean addBeyondAscii(String text) {
    add(text.getBytes(StandardCharsets.UTF_8));
    return text.chars().allMatch(c -> c >= ' ' && c != '"' && c != '\\');
  }

  /** Adds the first bytes of a hash in lower-case hex. */
  void addHex(byte[] hash, int count) {
    ensure(2 * count);
    for (int i = 0; i < count; i++) {
      bytes[length++] = HEX[hash[i] >> 4 & 0xF];
      bytes[length++] = HEX[hash[i] & 0xF];
    }
  }

  private void ensure(int more) {
    if (bytes.length - length < more) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
    }
  }
}
