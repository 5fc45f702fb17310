package dev.oncegate.postgres;

import dev.oncegate.core.decide.SendHistory;
import java.util.List;

/** The ledger as a batch sees it while it is decided, one update after the other. */
public interface LedgerView {

  /**
   * Whether what follows from the batch's update of this index was published before. Then it
   * changes nothing, and there is no history for it.
   */
  boolean isReadAgain(int index);

  /**
   * What was sent before the batch's update of this index. Valid until the next index is asked for.
   *
   * @param index not less than in the call before
   */
  SendHistory historyFor(int index);

  /** Has the batch's later updates see what this one sends, and the ledger write it at the end. */
  void remember(int index, List<SendHistory.Entry> entries);
}
