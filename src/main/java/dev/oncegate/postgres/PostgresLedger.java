package dev.oncegate.postgres;

import dev.oncegate.core.decide.FormerAddress;
import dev.oncegate.core.decide.SendKey;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import javax.sql.DataSource;

/**
 * The send ledger in PostgreSQL: what was sent to whom, for each update as it stood when that
 * update's turn came. {@code docs/adr/0001-the-send-ledger.md} says why it is as it is.
 */
public final class PostgresLedger {
  // The limits are there because a process that stands still must not keep others from what it has
  // locked. The plans are settled here because a planner that knows nothing yet of a new table
  // reads all of it rather than a few thousand keys; keyed by hash, one look for each is best.
  private static final String SETTINGS =
      """
      select set_config('idle_in_transaction_session_timeout', '5s', true),
             set_config('statement_timeout', '10s', true),
             set_config('plan_cache_mode', 'force_generic_plan', true),
             set_config('enable_seqscan', 'off', true),
             set_config('enable_bitmapscan', 'off', true),
             set_config('enable_hashjoin', 'off', true),
             set_config('enable_mergejoin', 'off', true)
      """;

  private static final System.Logger LOG = System.getLogger(PostgresLedger.class.getName());

  private final DataSource dataSource;
  private final Visibility visibility;

  public PostgresLedger(DataSource dataSource) {
    this(dataSource, Visibility::seesOnlyWhatCameBefore);
  }

  /**
   * With parts of its own.
   *
   * @param visibility another one shows what becomes of the promise without the rule
   */
  PostgresLedger(DataSource dataSource, Visibility visibility) {
    this.dataSource = dataSource;
    this.visibility = visibility;
  }

  /**
   * Reads what the batch needs, has it decided and writes what is to be remembered, in one
   * transaction.
   *
   * @param batch in the order in which it is decided; of each partition by offset, and all of it
   *     from the partition's committed offset on, since what was written by an update before a
   *     partition's first is taken as published. What is read again asks for nothing and writes
   *     nothing
   * @param decide is called again when a merge came in between, and its answer counts only when
   *     this returns
   * @throws LedgerUnavailable if the batch is to be tried again as a whole
   */
  public <R> R inBatch(List<BatchEntry> batch, Function<? super LedgerView, ? extends R> decide) {
    if (!BatchSubjects.asksForAny(batch) && !MergeHistory.anyIn(batch)) {
      return decide.apply(
          new BatchView(
              batch,
              PartitionRange.of(batch),
              new BatchSubjects(batch, new Lineages(Set.of(), 0), new SubjectKeys()),
              visibility,
              List.of()));
    }
    return connected(
        connection -> {
          recordMerges(connection, batch);
          return decideAndCommit(connection, batch, decide);
        });
  }

  /** Records merges before anything is decided by them, in a transaction of its own. */
  private static void recordMerges(Connection connection, List<BatchEntry> batch)
      throws SQLException {
    if (MergeHistory.anyIn(batch)) {
      begin(connection);
      unflushed(connection);
      MergeHistory.record(connection, batch);
      connection.commit();
    }
  }

  /** Whoever decides by what this transaction writes commits after it, and takes it to the disk. */
  private static void unflushed(Connection connection) throws SQLException {
    try (Statement setting = connection.createStatement()) {
      setting.execute("set local synchronous_commit = off");
    }
  }

  /**
   * Decides by the lineages as they are, and again if any has grown when all is written. Whoever
   * records a merge therefore waits for a commit, but not for decisions.
   */
  private <R> R decideAndCommit(
      Connection connection,
      List<BatchEntry> given,
      Function<? super LedgerView, ? extends R> decide)
      throws SQLException {
    while (true) {
      begin(connection);
      PartitionRange[] ranges = PartitionRange.of(given);
      List<UUID> closed = SendProgress.begin(connection, PartitionRange.distinct(ranges));
      List<BatchEntry> batch = knowing(ranges, given);
      Lineages lineages = MergeHistory.lineagesOf(connection, BatchSubjects.profilesOf(batch));
      var subjects = new BatchSubjects(batch, lineages, new SubjectKeys());
      LedgerLocks.take(connection, subjects.locks());
      LedgerTable.read(connection, subjects.all());
      var view = new BatchView(batch, ranges, subjects, visibility, closed);
      R answer = decide.apply(view);
      LedgerTable.remove(connection, view.removals());
      LedgerTable.add(connection, view.additions());
      LedgerLocks.holdLineages(connection);
      if (MergeHistory.areStill(connection, lineages)) {
        commit(connection);
        return answer;
      }
      connection.rollback();
    }
  }

  /** The batch, with what others knew of its partitions. */
  private static List<BatchEntry> knowing(PartitionRange[] ranges, List<BatchEntry> batch) {
    var known = new ArrayList<BatchEntry>(batch.size());
    for (int i = 0; i < ranges.length; i++) {
      long publishedUpTo = ranges[i].publishedUpTo();
      BatchEntry entry = batch.get(i);
      known.add(
          publishedUpTo == entry.publishedUpTo() ? entry : entry.publishedUpTo(publishedUpTo));
    }
    return known;
  }

  /** Up to where (exclusive) a partition was known to be published; 0 where nobody knew. */
  public long publishedUpTo(UUID topicId, int partition) {
    return connected(connection -> SendProgress.of(connection, topicId, partition));
  }

  /**
   * Learns that a topic is no more. What its updates wrote and was never published goes; the rest
   * is older from now on than what updates of other topics wrote.
   *
   * @param publishedUpTo (exclusive) what of a partition was
   * @param since what was not published was not written earlier
   */
  public void close(Coordinates publishedUpTo, Instant since) {
    connected(
        connection -> {
          SendProgress.close(connection, publishedUpTo);
          LedgerTable.removeFrom(connection, publishedUpTo, since);
          commit(connection);
          return publishedUpTo;
        });
  }

  /** Every version of a profile's lineage, or of an address, for a computation; oldest first. */
  public List<LedgerRow> rowsOf(String spaceId, String computationId, SendKey.Subject subject) {
    return connected(
        connection -> {
          var keys = new SubjectKeys();
          var subjects = new ArrayList<Subject>();
          switch (subject) {
            case SendKey.Subject.Profile profile -> {
              var one = new Lineages.Profile(spaceId, profile.id());
              Lineages lineages = MergeHistory.lineagesOf(connection, Set.of(one));
              for (Lineages.Profile each : lineages.everyoneWith(one)) {
                subjects.add(new Subject(keys.ofProfile(spaceId, computationId, each.id())));
              }
            }
            case SendKey.Subject.Address address ->
                subjects.add(new Subject(keys.of(spaceId, computationId, address)));
          }
          return LedgerTable.versionsOf(connection, subjects);
        });
  }

  /** Every version of what an address was called formerly, for a computation; oldest first. */
  public List<LedgerRow> rowsOf(String spaceId, String computationId, FormerAddress former) {
    return rowsOf(spaceId, computationId, former.address()).stream()
        .filter(row -> row.byFormerRule() && former.counts(row.profileId()))
        .toList();
  }

  /** All profiles that are one with a profile, itself among them, sorted. */
  public List<String> lineageOf(String spaceId, String profileId) {
    return connected(
        connection -> {
          var profile = new Lineages.Profile(spaceId, profileId);
          return MergeHistory.lineagesOf(connection, Set.of(profile)).everyoneWith(profile).stream()
              .map(Lineages.Profile::id)
              .sorted()
              .toList();
        });
  }

  /**
   * Deletes what was written longer ago than an age, in small transactions, so that nobody waits
   * for it. What it deletes may be sent again.
   *
   * @return how many rows
   */
  public long retain(Duration age) {
    return connected(connection -> Retention.deleteOlderThan(connection, age));
  }

  private static void begin(Connection connection) throws SQLException {
    try (PreparedStatement settings = connection.prepareStatement(SETTINGS)) {
      settings.execute();
    }
  }

  private interface Work<R> {
    R on(Connection connection) throws SQLException;
  }

  private <R> R connected(Work<R> work) {
    try (Connection connection = dataSource.getConnection()) {
      connection.setAutoCommit(false);
      boolean done = false;
      try {
        R answer = work.on(connection);
        done = true;
        return answer;
      } finally {
        if (!done) {
          rollBack(connection);
        }
      }
    } catch (SQLException e) {
      throw LedgerFailure.of(e);
    }
  }

  private static void rollBack(Connection connection) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      // The connection is gone, and with it the transaction; why it all began is on its way up.
      LOG.log(System.Logger.Level.DEBUG, "could not roll back", e);
    }
  }

  private static void commit(Connection connection) throws SQLException {
    try {
      connection.commit();
    } catch (SQLException e) {
      throw LedgerFailure.ofCommit(e);
    }
  }
}
