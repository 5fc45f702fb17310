package dev.oncegate.pipeline;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Remembers what was sent to whom, for each update as it was when that update's turn came. */
public interface SendLedger {

  /**
   * Opens a batch. Opening and deciding the same batch again gives the same outcomes, whether it
   * was committed or not.
   *
   * @param entries in the order in which they are decided; of each partition by offset, and all of
   *     it from the partition's committed offset on, since what was written by an update before a
   *     partition's first is taken as published
   * @throws dev.oncegate.core.DependencyUnavailableException if the ledger cannot answer now
   */
  LedgerBatch open(List<LedgerEntry> entries);

  /**
   * Up to where (exclusive) a partition was published as far as the ledger knows, which may be a
   * batch behind; 0 where it knows nothing.
   *
   * @throws dev.oncegate.core.DependencyUnavailableException if the ledger cannot answer now
   */
  long publishedUpTo(UUID topicId, int partition);

  /**
   * Learns of a partition whose topic is no more. What its updates left and was never published
   * goes, and the rest is older from now on than what updates of other topics leave.
   *
   * @param publishedUpTo (exclusive) what was published
   * @param since what was not was not written earlier, give or take what clocks differ
   * @throws dev.oncegate.core.DependencyUnavailableException if the ledger cannot answer now
   */
  void closeTopic(UUID topicId, int partition, long publishedUpTo, Instant since);
}
