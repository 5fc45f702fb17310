package dev.oncegate.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Text that stands in a JSON string as it is: printing ASCII but for quotes and backslashes. */
final class PlainText {
  private static final VarHandle EIGHT_BYTES =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101_0101_0101_0101L;
  private static final long HIGHEST_BITS = 0x8080_8080_8080_8080L;

  private PlainText() {}

  /** The first byte that is not plain, or the array's length. */
  static int end(byte[] text, int from) {
    int here = from;
    for (; here + 8 <= text.length; here += 8) {
      long special = special(eight(text, here));
      if (special != 0) {
        return here + Long.numberOfTrailingZeros(special) / 8;
      }
    }
    while (here < text.length && text[here] >= ' ' && text[here] != '"' && text[here] != '\\') {
      here++;
    }
    return here;
  }

  static long eight(byte[] text, int at) {
    return (long) EIGHT_BYTES.get(text, at);
  }

  /**
   * Of each of eight bytes the highest bit, if it is not plain. The lowest that is set is right;
   * those above it may be disturbed by the carry.
   */
  static long special(long eight) {
    long quote = eight ^ (ONES * '"');
    long backslash = eight ^ (ONES * '\\');
    return ((quote - ONES) | (backslash - ONES) | (eight - ONES * ' ') | eight) & HIGHEST_BITS;
  }
}
