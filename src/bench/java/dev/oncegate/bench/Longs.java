package dev.oncegate.bench;

import java.util.Arrays;

/** A list of numbers without boxes; there are millions of them. */
final class Longs {
  private long[] numbers = new long[1 << 16];
  private int size;

  void add(long number) {
    if (size == numbers.length) {
      numbers = Arrays.copyOf(numbers, 2 * size);
    }
    numbers[size++] = number;
  }

  int size() {
    return size;
  }

  long[] sorted() {
    long[] sorted = Arrays.copyOf(numbers, size);
    Arrays.parallelSort(sorted);
    return sorted;
  }
}
