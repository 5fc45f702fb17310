package dev.oncegate.bench;

/**
 * How long events took from the moment when their update was due to be sent to the moment when a
 * reader of what is committed had them.
 *
 * @param perSecond updates fed
 * @param p50 milliseconds, as are the others
 */
record Latency(String peer, double perSecond, long events, double p50, double p99, double highest) {

  static Latency of(String peer, double perSecond, Longs nanos) {
    long[] sorted = nanos.sorted();
    if (sorted.length == 0) {
      throw new OtherWork(peer + " made no event of the steady updates");
    }
    return new Latency(
        peer, perSecond, sorted.length, at(sorted, 0.50), at(sorted, 0.99), at(sorted, 1));
  }

  private static double at(long[] sorted, double share) {
    int place = (int) Math.ceil(share * sorted.length) - 1;
    return sorted[Math.max(0, place)] / 1e6;
  }
}
