package dev.oncegate.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * What a run is made of.
 *
 * @param peers by letter; C stands for Oncegate without and with its decision log
 * @param latency for how long each peer is fed at half its rate; not at all if zero
 * @param ledgerRows sizes of the ledger that the cost of an update is measured at; none if nothing
 *     is to be scaled
 * @param directory where logs and files go
 */
record Plan(
    long seed,
    int updates,
    int warmUp,
    int rounds,
    Set<String> peers,
    int lanes,
    Duration latency,
    List<Long> ledgerRows,
    Path directory) {
  private static final int UPDATES_OF_A_PROFILE = 5;
  // The naive peer is measured on so much less, since it takes so much longer.
  private static final int SHORTER = 20;
  private static final int REDELIVERED_PERCENT = 5;

  boolean has(String peer) {
    return peers.contains(peer);
  }

  boolean scales() {
    return !ledgerRows.isEmpty();
  }

  int profiles() {
    return profilesOf(updates);
  }

  /** The updates that are not measured; of other people than those that are. */
  Workload warmUpUpdates() {
    return new Workload(seed, "early", profilesOf(warmUp), 0, REDELIVERED_PERCENT);
  }

  Workload measuredUpdates() {
    return new Workload(seed, "use", profiles(), warmUp, REDELIVERED_PERCENT);
  }

  /** Without redeliveries, so that each event has one moment at which its update was sent. */
  Workload steadyUpdates() {
    return new Workload(seed, "live", profiles(), warmUp, 0);
  }

  Plan shorter() {
    return new Plan(
        seed,
        updates / SHORTER,
        warmUp / SHORTER,
        rounds,
        peers,
        lanes,
        latency,
        ledgerRows,
        directory);
  }

  private static int profilesOf(int updates) {
    return Math.max(1, updates / UPDATES_OF_A_PROFILE);
  }
}
