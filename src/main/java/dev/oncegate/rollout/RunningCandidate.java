package dev.oncegate.rollout;

import dev.oncegate.core.decide.Rulebook;
import dev.oncegate.postgres.ChangeFollower;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The candidate that runs, on this instance: follows the database, and tells it once a second what
 * was counted here.
 */
public final class RunningCandidate implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(RunningCandidate.class);

  private static final Duration LOOKS_EVERY = Duration.ofSeconds(1);
  private static final Duration LOADS_EVERY = Duration.ofSeconds(30);

  private final DataSource dataSource;
  private final Function<String, @Nullable Rulebook> rulebooks;
  private final ChangeFollower follower;
  private volatile @Nullable Shadowed current;

  /**
   * One that is decided here.
   *
   * @param rulebook the candidate
   */
  record Shadowed(Candidate candidate, Rulebook rulebook, CandidateCounts counts) {
    boolean isFinished() {
      return counts.differentInAll() >= candidate.stopAt();
    }
  }

  private RunningCandidate(DataSource dataSource, Function<String, @Nullable Rulebook> rulebooks) {
    this.dataSource = dataSource;
    this.rulebooks = rulebooks;
    this.follower =
        ChangeFollower.start(dataSource, "oncegate_candidate", "the candidate", this::look);
  }

  /**
   * Starts to follow.
   *
   * @param rulebooks the rulebook of a hash, or null where it cannot be had now
   */
  public static RunningCandidate start(
      DataSource dataSource, Function<String, @Nullable Rulebook> rulebooks) {
    return new RunningCandidate(dataSource, rulebooks);
  }

  /** Null while none runs. */
  @Nullable Shadowed current() {
    return current;
  }

  /** The latest decisions of a candidate that differ on this instance, the latest first. */
  public List<CandidateSample> samples(long id) {
    Shadowed shadowed = current;
    return shadowed == null || shadowed.candidate().id() != id
        ? List.of()
        : shadowed.counts().samples();
  }

  private Duration look(Connection connection) throws SQLException {
    Shadowed shadowed = current;
    if (shadowed != null) {
      write(connection, shadowed);
    }
    Optional<Candidate> found = CandidateStore.running(connection, "");
    if (found.isEmpty()) {
      current = null;
      return LOOKS_EVERY;
    }
    Candidate running = found.get();
    if (shadowed == null || shadowed.candidate().id() != running.id()) {
      Rulebook rulebook = rulebooks.apply(running.hash());
      current = rulebook == null ? null : new Shadowed(running, rulebook, new CandidateCounts());
      return rulebook == null ? LOADS_EVERY : LOOKS_EVERY;
    }
    return LOOKS_EVERY;
  }

  private static void write(Connection connection, Shadowed shadowed) throws SQLException {
    CandidateCounts.Taken taken = shadowed.counts().take();
    if (taken.compared() == 0) {
      return;
    }
    boolean isWritten = false;
    try {
      connection.setAutoCommit(false);
      CandidateStore.add(connection, shadowed.candidate().id(), taken);
      connection.commit();
      isWritten = true;
      connection.setAutoCommit(true);
    } finally {
      if (!isWritten) {
        shadowed.counts().giveBack(taken);
      }
    }
  }

  /** Stops following, and tells what was counted last. */
  @Override
  public void close() {
    follower.close();
    Shadowed shadowed = current;
    current = null;
    if (shadowed != null) {
      try (Connection connection = dataSource.getConnection()) {
        write(connection, shadowed);
      } catch (SQLException e) {
        LOG.warnf("what was counted last of the candidate is lost: %s", e.getMessage());
      }
    }
  }
}
