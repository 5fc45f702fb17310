package dev.oncegate.core.compare;

/**
 * A multiset in constant memory, whatever the order in which its elements come: how many there are,
 * and the sum of their 128-bit hashes modulo 2^128. Two multisets that have different fingerprints
 * are different; two with the same are the same, unless hashes of 128 bits conspire.
 */
public final class Fingerprint {
  private long count;
  private long high;
  private long low;

  /** Adds an element. */
  public void add(ElementHash element) {
    count++;
    low += element.low();
    long carry = Long.compareUnsigned(low, element.low()) < 0 ? 1 : 0;
    high += element.high() + carry;
  }

  /** Takes an element out, which need not be in it. */
  public void remove(ElementHash element) {
    count--;
    long borrow = Long.compareUnsigned(low, element.low()) < 0 ? 1 : 0;
    low -= element.low();
    high -= element.high() + borrow;
  }

  /** How many elements were added, less those taken out. */
  public long count() {
    return count;
  }

  /** Whether all that was added was taken out, and nothing else. */
  public boolean isEmpty() {
    return count == 0 && high == 0 && low == 0;
  }

  /** Whether both are of the same multiset. */
  public boolean isSameAs(Fingerprint other) {
    return count == other.count && high == other.high && low == other.low;
  }

  @Override
  public String toString() {
    return "%d elements, %016x%016x".formatted(count, high, low);
  }
}
