package dev.oncegate.postgres;

import dev.oncegate.core.decide.FormerAddress;
import dev.oncegate.core.decide.SendKey;
import dev.oncegate.core.update.RecordPosition;
import dev.oncegate.pipeline.LedgerBatch;
import dev.oncegate.pipeline.LedgerEntry;
import dev.oncegate.pipeline.SendLedger;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;

/**
 * The send ledger in PostgreSQL: what was sent to whom, for each update as it stood when that
 * update's turn came. {@code docs/adr/0001-the-send-ledger.md} says why it is as it is.
 */
public final class PostgresLedger implements SendLedger {
  private final DataSource dataSource;
  private final Visibility visibility;

  public PostgresLedger(DataSource dataSource) {
    this(dataSource, Visibility::seesOnlyWhatCameBefore);
  }

  /**
   * With a rule of its own.
   *
   * @param visibility another one shows what becomes of the promise without the rule
   */
  PostgresLedger(DataSource dataSource, Visibility visibility) {
    this.dataSource = dataSource;
    this.visibility = visibility;
  }

  @Override
  public LedgerBatch open(List<LedgerEntry> entries) {
    if (!BatchSubjects.asksForAny(entries) && !MergeHistory.anyIn(entries)) {
      var nobody = new BatchSubjects(entries, new Lineages(Set.of(), 0), new SubjectKeys());
      PartitionRange[] ranges = PartitionRange.of(entries);
      return new UnaskedBatch(new BatchHistory(entries, ranges, nobody, visibility, List.of()));
    }
    LedgerConnection connection = null;
    PostgresBatch opened = null;
    try {
      connection = LedgerConnection.of(dataSource);
      opened = PostgresBatch.open(connection, entries, visibility);
      return opened;
    } catch (SQLException e) {
      throw LedgerFailure.of(e);
    } finally {
      if (connection != null && opened == null) {
        connection.close();
      }
    }
  }

  @Override
  public long publishedUpTo(UUID topicId, int partition) {
    return connected(connection -> PublishedProgress.of(connection.sql(), topicId, partition));
  }

  @Override
  public void closeTopic(UUID topicId, int partition, long publishedUpTo, Instant since) {
    var upTo = new RecordPosition(topicId, partition, publishedUpTo);
    connected(
        connection -> {
          PublishedProgress.close(connection.sql(), upTo);
          LedgerTable.removeFrom(connection.sql(), upTo, since);
          connection.commit();
          return upTo;
        });
  }

  /** Every version of a profile's lineage, or of an address, for a computation; oldest first. */
  public List<LedgerRow> rowsOf(String spaceId, String computationId, SendKey.Subject subject) {
    return connected(
        connection -> {
          var keys = new SubjectKeys();
          var subjects = new ArrayList<LedgerSubject>();
          switch (subject) {
            case SendKey.Subject.Profile profile -> {
              var one = new Lineages.LineageMember(spaceId, profile.id());
              Lineages lineages = MergeHistory.lineagesOf(connection.sql(), Set.of(one));
              for (Lineages.LineageMember each : lineages.everyoneWith(one)) {
                subjects.add(new LedgerSubject(keys.ofProfile(spaceId, computationId, each.id())));
              }
            }
            case SendKey.Subject.Address address ->
                subjects.add(new LedgerSubject(keys.of(spaceId, computationId, address)));
          }
          return LedgerTable.versionsOf(connection.sql(), subjects);
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
          var profile = new Lineages.LineageMember(spaceId, profileId);
          return MergeHistory.lineagesOf(connection.sql(), Set.of(profile))
              .everyoneWith(profile)
              .stream()
              .map(Lineages.LineageMember::id)
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
    return connected(connection -> SendRetention.deleteOlderThan(connection.sql(), age));
  }

  private interface LedgerWork<R> {
    R on(LedgerConnection connection) throws SQLException;
  }

  private <R> R connected(LedgerWork<R> work) {
    try (LedgerConnection connection = LedgerConnection.of(dataSource)) {
      return work.on(connection);
    } catch (SQLException e) {
      throw LedgerFailure.of(e);
    }
  }
}
