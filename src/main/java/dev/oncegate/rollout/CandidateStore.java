package dev.oncegate.rollout;

import dev.oncegate.audit.AuditLog;
import dev.oncegate.audit.AuditedChange;
import dev.oncegate.core.DependencyUnavailableException;
import dev.oncegate.postgres.DatabaseTransaction;
import dev.oncegate.rollout.Candidate.CandidateEnd;
import dev.oncegate.rollout.Candidate.EndKind;
import dev.oncegate.rollout.Candidate.PromotionCriterion;
import dev.oncegate.rules.store.RulebookStore;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * Candidates in the database: at most one runs. What they were compared by is kept with how they
 * ended. All methods throw {@link DependencyUnavailableException} if the database does not answer.
 */
public final class CandidateStore {
  private static final String DIFFERED = "oncegate";

  private final DataSource dataSource;
  private final RulebookStore rulebooks;
  private final AuditLog audit;

  public CandidateStore(DataSource dataSource, RulebookStore rulebooks, AuditLog audit) {
    this.dataSource = dataSource;
    this.rulebooks = rulebooks;
    this.audit = audit;
  }

  /** What became of an attempt to promote. */
  public sealed interface PromotionResult {

    /** It is in force. */
    record Promoted(Candidate candidate) implements PromotionResult {}

    /** Its criterion does not hold. */
    record NotYet(Candidate candidate) implements PromotionResult {}

    /** None runs. */
    record NoneRuns() implements PromotionResult {}
  }

  private <R> R within(DatabaseTransaction.SqlWork<R> work) {
    try {
      return DatabaseTransaction.in(dataSource, work);
    } catch (SQLException e) {
      throw new DependencyUnavailableException("the candidates: " + e.getMessage(), e);
    }
  }

  /** The last one, whether it runs or has ended. */
  public Optional<Candidate> last() {
    return within(connection -> select(connection, "order by id desc limit 1"));
  }

  /** By how many decisions a candidate differs where, the most first. */
  public Map<CandidatePair, Long> pairs(long id) {
    return within(
        connection -> {
          Map<CandidatePair, Long> pairs = new LinkedHashMap<>();
          try (PreparedStatement select =
              connection.prepareStatement(
                  "select destination_id, in_force, of_candidate, decisions from candidate_pair"
                      + " where candidate_id = ? order by decisions desc, 1, 2, 3")) {
            select.setLong(1, id);
            ResultSet rows = select.executeQuery();
            while (rows.next()) {
              var pair = new CandidatePair(rows.getString(1), rows.getString(2), rows.getString(3));
              pairs.put(pair, rows.getLong(4));
            }
          }
          return pairs;
        });
  }

  /**
   * Starts one.
   *
   * @param hash of a rulebook that is kept
   * @return nothing if another runs
   */
  public Optional<Candidate> start(
      String hash, PromotionCriterion criterion, long stopAt, ChangeReason why) {
    return within(
        connection -> {
          try (PreparedStatement insert =
              connection.prepareStatement(
                  "insert into candidate (hash, min_compared, min_seconds, stop_at, started_by,"
                      + " start_reason) values (?, ?, ?, ?, ?, ?) on conflict do nothing")) {
            insert.setString(1, hash);
            insert.setLong(2, criterion.compared());
            insert.setLong(3, criterion.runsFor().toSeconds());
            insert.setLong(4, stopAt);
            insert.setString(5, why.author());
            insert.setString(6, why.reason());
            if (insert.executeUpdate() == 0) {
              return Optional.empty();
            }
          }
          Map<String, ?> fields =
              Map.of(
                  "compared", criterion.compared(),
                  "runsFor", criterion.runsFor().toString(),
                  "stopAt", stopAt);
          audit.append(
              connection, new AuditedChange("start", "candidate", hash, null, null, fields));
          return running(connection, "");
        });
  }

  /** Stops the one that runs; nothing if none does. */
  public Optional<Candidate> stop(ChangeReason why) {
    return within(
        connection -> {
          Optional<Candidate> running = running(connection, "for update");
          if (running.isEmpty()) {
            return running;
          }
          Candidate it = running.get();
          end(connection, it, EndKind.STOPPED, why);
          Map<String, ?> fields = Map.of("compared", it.compared(), "different", it.different());
          audit.append(
              connection, new AuditedChange("stop", "candidate", it.hash(), null, null, fields));
          return select(connection, "where id = " + running.get().id());
        });
  }

  /**
   * Puts the one that runs in force, if its criterion holds.
   *
   * @param force whether to do so though it does not hold
   */
  public PromotionResult promote(ChangeReason why, boolean force) {
    return within(
        connection -> {
          Optional<Candidate> found = running(connection, "for update");
          if (found.isEmpty()) {
            return new PromotionResult.NoneRuns();
          }
          Candidate running = found.get();
          if (!force && !running.unmet().isEmpty()) {
            return new PromotionResult.NotYet(running);
          }
          // The audit's entry of the activation tells of it.
          end(connection, running, EndKind.PROMOTED, why);
          Candidate promoted = select(connection, "where id = " + running.id()).orElseThrow();
          rulebooks.activate(running.hash(), why.author());
          return new PromotionResult.Promoted(promoted);
        });
  }

  private static void end(Connection connection, Candidate running, EndKind kind, ChangeReason why)
      throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "update candidate set ended_at = now(), ended = ?, ended_by = ?, end_reason = ?,"
                + " unmet = ? where id = ?")) {
      update.setString(1, word(kind));
      update.setString(2, why.author());
      update.setString(3, why.reason());
      update.setArray(4, connection.createArrayOf("text", running.unmet().toArray()));
      update.setLong(5, running.id());
      update.executeUpdate();
    }
  }

  /**
   * Adds what was counted, and stops a candidate that differs too often.
   *
   * @param connection in a transaction
   */
  static void add(Connection connection, long id, CandidateCounts.Taken taken) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "update candidate set compared = compared + ?, different = different + ?"
                + " where id = ? and ended_at is null")) {
      update.setLong(1, taken.compared());
      update.setLong(2, taken.different());
      update.setLong(3, id);
      if (update.executeUpdate() == 0) {
        // It has ended, and what it ended by stays as it is.
        return;
      }
    }
    try (PreparedStatement insert =
        connection.prepareStatement(
            "insert into candidate_pair (candidate_id, destination_id, in_force, of_candidate,"
                + " decisions) values (?, ?, ?, ?, ?)"
                + " on conflict (candidate_id, destination_id, in_force, of_candidate)"
                + " do update set decisions = candidate_pair.decisions + excluded.decisions")) {
      for (Map.Entry<CandidatePair, Long> it : taken.pairs().entrySet()) {
        insert.setLong(1, id);
        insert.setString(2, it.getKey().destinationId());
        insert.setString(3, it.getKey().inForce());
        insert.setString(4, it.getKey().ofCandidate());
        insert.setLong(5, it.getValue());
        insert.addBatch();
      }
      insert.executeBatch();
    }
    Optional<Candidate> differing =
        select(connection, "where id = " + id + " and different >= stop_at");
    if (differing.isPresent()) {
      Candidate it = differing.get();
      String why = "%d decisions differ, and %d stop it".formatted(it.different(), it.stopAt());
      end(connection, it, EndKind.DIFFERED, new ChangeReason(DIFFERED, why));
    }
  }

  /** The one that runs. */
  static Optional<Candidate> running(Connection connection, String lock) throws SQLException {
    return select(connection, "where ended_at is null " + lock);
  }

  private static Optional<Candidate> select(Connection connection, String which)
      throws SQLException {
    try (PreparedStatement select =
            connection.prepareStatement(
                "select id, hash, min_compared, min_seconds, stop_at, started_by, start_reason,"
                    + " started_at, compared, different, clock_timestamp() as read_at, ended,"
                    + " ended_at, ended_by, end_reason, unmet from candidate "
                    + which);
        ResultSet row = select.executeQuery()) {
      return row.next() ? Optional.of(candidate(row)) : Optional.empty();
    }
  }

  private static Candidate candidate(ResultSet row) throws SQLException {
    var criterion =
        new PromotionCriterion(
            row.getLong("min_compared"), Duration.ofSeconds(row.getLong("min_seconds")));
    String ended = row.getString("ended");
    return new Candidate(
        row.getLong("id"),
        row.getString("hash"),
        criterion,
        row.getLong("stop_at"),
        new ChangeReason(row.getString("started_by"), row.getString("start_reason")),
        instant(row, "started_at"),
        row.getLong("compared"),
        row.getLong("different"),
        instant(row, "read_at"),
        ended == null ? null : end(row, ended));
  }

  private static CandidateEnd end(ResultSet row, String ended) throws SQLException {
    return new CandidateEnd(
        EndKind.valueOf(ended.toUpperCase(Locale.ROOT)),
        instant(row, "ended_at"),
        new ChangeReason(row.getString("ended_by"), row.getString("end_reason")),
        List.of((String[]) row.getArray("unmet").getArray()));
  }

  private static Instant instant(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  /** As it is kept and shown. */
  public static String word(EndKind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }
}
