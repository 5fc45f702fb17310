package dev.oncegate.pipeline;

import dev.oncegate.core.decide.SendHistory;
import dev.oncegate.core.update.RecordPosition;
import java.util.List;

/**
 * A batch that is open in the ledger: its history as each update may see it, and what its updates
 * leave there. The updates are asked for in their order. Closed without a commit, it leaves
 * nothing.
 */
public interface LedgerBatch extends AutoCloseable {

  /**
   * Whether what follows from the update at a position was published before. It then changes
   * nothing, and there is no history for it.
   */
  boolean isReadAgain(RecordPosition position);

  /** What was sent before the update at a position. Valid until the next position is asked for. */
  SendHistory historyAt(RecordPosition position);

  /** Has the batch's later updates see what the update asked for last sends. */
  void remember(List<SendHistory.Entry> entries);

  /**
   * Writes durably what was remembered.
   *
   * @return false if profiles became one meanwhile, so that the batch has to be decided again by a
   *     history that is longer now
   * @throws dev.oncegate.core.DependencyUnavailableException if the ledger cannot answer now, or
   *     nobody knows whether it remembers
   */
  boolean commit();

  @Override
  void close();
}
