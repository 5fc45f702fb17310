package dev.oncegate.postgres;

import dev.oncegate.core.decide.SendHistory;
import dev.oncegate.core.update.RecordPosition;
import dev.oncegate.pipeline.LedgerBatch;
import java.util.List;

/** A batch that no destination dedupes anything of, so that the database need not be asked. */
final class UnaskedBatch implements LedgerBatch {
  private final BatchHistory history;

  UnaskedBatch(BatchHistory history) {
    this.history = history;
  }

  @Override
  public boolean isReadAgain(RecordPosition position) {
    return history.isReadAgain(position);
  }

  @Override
  public SendHistory historyAt(RecordPosition position) {
    return history.historyAt(position);
  }

  @Override
  public void remember(List<SendHistory.Entry> entries) {
    history.remember(entries);
  }

  @Override
  public boolean commit() {
    return true;
  }

  @Override
  public void close() {
    // Nothing is open.
  }
}
