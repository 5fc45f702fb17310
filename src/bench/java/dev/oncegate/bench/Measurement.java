package dev.oncegate.bench;

/**
 * What a turn took from the end of the warm-up on.
 *
 * @param updates how many were worked through meanwhile
 * @param peerCpu seconds, as are the others
 * @param allocated bytes
 * @param peakMemory bytes of the whole turn, start and warm-up too
 */
record Measurement(
    String peer,
    long updates,
    double seconds,
    double peerCpu,
    double brokerCpu,
    double databaseCpu,
    long allocated,
    long peakMemory) {

  double updatesPerSecond() {
    return updates / seconds;
  }

  /** Of the peer alone. */
  double cpuMicrosPerUpdate() {
    return peerCpu * 1e6 / updates;
  }

  double brokerMicrosPerUpdate() {
    return brokerCpu * 1e6 / updates;
  }

  double databaseMicrosPerUpdate() {
    return databaseCpu * 1e6 / updates;
  }

  /** Of the peer and the servers. */
  double totalMicrosPerUpdate() {
    return (peerCpu + brokerCpu + databaseCpu) * 1e6 / updates;
  }

  double bytesAllocatedPerUpdate() {
    return (double) allocated / updates;
  }

  double peakMegabytes() {
    return peakMemory / 1e6;
  }
}
