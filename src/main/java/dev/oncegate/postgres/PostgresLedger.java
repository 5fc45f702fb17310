package dev.oncegate.postgres;

import dev.oncegate.core.decide.SendKey;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import javax.sql.DataSource;

/** The send ledger in PostgreSQL. */
public final class PostgresLedger {
  private final DataSource dataSource;

  public PostgresLedger(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  /**
   * Reads what the batch needs, has it decided and writes what is to be remembered, in one
   * transaction.
   *
   * @param batch in the order in which it is decided; of each partition by offset, and all of it
   *     from the partition's committed offset on, since what was written by an update before a
   *     partition's first is taken as published
   * @param decide is called once, and its answer counts only when this returns
   * @throws LedgerUnavailable if the batch is to be tried again as a whole
   */
  public <R> R inBatch(List<BatchEntry> batch, Function<? super LedgerView, ? extends R> decide) {
    throw new UnsupportedOperationException(dataSource.toString() + batch + decide);
  }

  /** Every version of a profile's lineage, or of an address, for a computation; oldest first. */
  public List<LedgerRow> rowsOf(String spaceId, String computationId, SendKey.Subject subject) {
    throw new UnsupportedOperationException(spaceId + computationId + subject);
  }

  /**
   * Deletes what was written longer ago than an age, in small steps.
   *
   * @return how many rows
   */
  public long retain(Duration age) {
    throw new UnsupportedOperationException(age.toString());
  }
}
