package dev.oncegate.replay;

/**
 * A hash table from a number to a row of numbers, without an object for each: millions of rows in
 * little more than their own size.
 */
final class LongTable {
  private static final long SMALLEST = 1 << 10;

  /** What happens with each row. */
  interface RowVisitor {
    void visit(long key, long row);
  }

  private final int stride;
  private Memory cells;
  private long capacity;
  private long size;

  /**
   * An empty table.
   *
   * @param width how many numbers a row has
   */
  LongTable(int width) {
    stride = width + 1;
    capacity = SMALLEST;
    cells = Memory.longs(capacity * stride);
  }

  long size() {
    return size;
  }

  /**
   * Where the row of a key is, or -1; good until the next row is added.
   *
   * @param key 0 or more
   */
  long find(long key) {
    long slot = slotOf(key);
    return cell(slot * stride) == 0 ? -1 : slot * stride + 1;
  }

  /** Where the row of a key is; a new one is all zeros. */
  long findOrAdd(long key) {
    long slot = slotOf(key);
    if (cell(slot * stride) == 0) {
      if (size >= capacity - capacity / 4) {
        grow();
        slot = slotOf(key);
      }
      size++;
      set(slot * stride, key + 1);
    }
    return slot * stride + 1;
  }

  long get(long row, int column) {
    return cell(row + column);
  }

  void set(long row, int column, long number) {
    set(row + column, number);
  }

  /** Visits every row, in an order that depends on nothing but the keys and how they came. */
  void forEach(RowVisitor visitor) {
    for (long slot = 0; slot < capacity; slot++) {
      long key = cell(slot * stride);
      if (key != 0) {
        visitor.visit(key - 1, slot * stride + 1);
      }
    }
  }

  private long slotOf(long key) {
    long mask = capacity - 1;
    long slot = mix(key) & mask;
    while (true) {
      long found = cell(slot * stride);
      if (found == 0 || found == key + 1) {
        return slot;
      }
      slot = (slot + 1) & mask;
    }
  }

  private void grow() {
    Memory old = cells;
    long oldCapacity = capacity;
    capacity = 2 * oldCapacity;
    cells = Memory.longs(capacity * stride);
    for (long slot = 0; slot < oldCapacity; slot++) {
      long from = slot * stride;
      long key = old.get(from);
      if (key != 0) {
        long to = slotOf(key - 1) * stride;
        for (int i = 0; i < stride; i++) {
          cells.set(to + i, old.get(from + i));
        }
      }
    }
  }

  private long cell(long index) {
    return cells.get(index);
  }

  private void set(long index, long number) {
    cells.set(index, number);
  }

  /** The finalizer of MurmurHash3: every bit of the key moves every bit of the slot. */
  private static long mix(long key) {
    long mixed = key;
    mixed = (mixed ^ (mixed >>> 33)) * 0xff51afd7ed558ccdL;
    mixed = (mixed ^ (mixed >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return mixed ^ (mixed >>> 33);
  }
}
