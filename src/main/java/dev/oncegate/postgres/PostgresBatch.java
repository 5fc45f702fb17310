package dev.oncegate.postgres;

import dev.oncegate.core.decide.SendHistory;
import dev.oncegate.core.update.RecordPosition;
import dev.oncegate.pipeline.LedgerBatch;
import dev.oncegate.pipeline.LedgerEntry;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * A batch in one transaction, from what it reads to what it writes. It is decided by the lineages
 * as they are when it is opened; if any has grown when all is written, nothing is committed. So
 * whoever records a merge waits for a commit, but not for decisions.
 */
final class PostgresBatch implements LedgerBatch {
  private final LedgerConnection connection;
  private final Lineages lineages;
  private final BatchHistory history;

  private PostgresBatch(LedgerConnection connection, Lineages lineages, BatchHistory history) {
    this.connection = connection;
    this.lineages = lineages;
    this.history = history;
  }

  /** Reads what a batch needs, and lets nobody else decide it; takes the connection over. */
  static PostgresBatch open(
      LedgerConnection connection, List<LedgerEntry> entries, Visibility visibility)
      throws SQLException {
    Connection sql = connection.sql();
    recordMerges(connection, entries);
    connection.begin();
    PartitionRange[] ranges = PartitionRange.of(entries);
    List<UUID> closed = PublishedProgress.begin(sql, PartitionRange.distinct(ranges));
    List<LedgerEntry> batch = knowing(ranges, entries);
    Lineages lineages = MergeHistory.lineagesOf(sql, BatchSubjects.profilesOf(batch));
    var subjects = new BatchSubjects(batch, lineages, new SubjectKeys());
    LedgerLocks.take(sql, subjects.locks());
    LedgerTable.read(sql, subjects.all());
    var history = new BatchHistory(batch, ranges, subjects, visibility, closed);
    return new PostgresBatch(connection, lineages, history);
  }

  /** Records merges before anything is decided by them, in a transaction of its own. */
  private static void recordMerges(LedgerConnection connection, List<LedgerEntry> entries)
      throws SQLException {
    if (MergeHistory.anyIn(entries)) {
      connection.begin();
      connection.leaveUnflushed();
      MergeHistory.record(connection.sql(), entries);
      connection.commit();
    }
  }

  /** The batch, with what others knew of its partitions. */
  private static List<LedgerEntry> knowing(PartitionRange[] ranges, List<LedgerEntry> entries) {
    var known = new ArrayList<LedgerEntry>(entries.size());
    for (int i = 0; i < ranges.length; i++) {
      long publishedUpTo = ranges[i].publishedUpTo();
      LedgerEntry entry = entries.get(i);
      known.add(
          publishedUpTo == entry.publishedUpTo() ? entry : entry.publishedUpTo(publishedUpTo));
    }
    return known;
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
    try {
      LedgerTable.remove(connection.sql(), history.removals());
      LedgerTable.add(connection.sql(), history.additions());
      LedgerLocks.holdLineages(connection.sql());
      if (!MergeHistory.areStill(connection.sql(), lineages)) {
        return false;
      }
      connection.commit();
      return true;
    } catch (SQLException e) {
      throw LedgerFailure.of(e);
    }
  }

  @Override
  public void close() {
    connection.close();
  }
}
