package dev.oncegate.wiring;

import dev.oncegate.postgres.RulebookVersions;
import dev.oncegate.rules.CompiledRulebook;
import dev.oncegate.rules.Load;
import dev.oncegate.rules.RulebookFiles;
import dev.oncegate.rules.RulebookInForce;
import dev.oncegate.rules.RulebookLoader;
import dev.oncegate.rules.RulebookStatus;
import dev.oncegate.rules.RulebookStatus.Source;
import dev.oncegate.rules.RulebookStatus.Trouble;
import dev.oncegate.rules.TablesWatcher;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * Keeps the right rulebook in force: the uploaded version that was activated last, or, where the
 * directory was, what the watched directory holds. A version that cannot be in force changes
 * nothing but the status.
 */
final class ActiveRulebook implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(ActiveRulebook.class);
  private static final Duration POLL = Duration.ofSeconds(1);
  private static final Duration PAUSE_AFTER_FAILURE = Duration.ofMillis(500);
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(5);

  private final DataSource dataSource;
  private final RulebookVersions versions;
  private final Source localSource;
  private final RulebookInForce local;
  private final RulebookInForce inForce;
  private final @Nullable TablesWatcher watcher;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread follower;

  // Guarded by this: the watcher and the follower both change what is in force.
  private long activation;
  private @Nullable String uploaded;
  private List<Trouble> localTroubles = List.of();
  private List<Trouble> uploadedTroubles = List.of();

  private ActiveRulebook(DataSource dataSource, Optional<Path> directory) throws IOException {
    this.dataSource = dataSource;
    this.versions = new RulebookVersions(dataSource);
    this.localSource = directory.isPresent() ? Source.DIRECTORY : Source.SHIPPED;
    RulebookFiles files =
        directory.isPresent()
            ? RulebookFiles.ofDirectory(directory.get())
            : RulebookFiles.shipped();
    Load.Accepted first = accepted(RulebookLoader.load(files));
    this.local = new RulebookInForce(first.rulebook());
    this.inForce = new RulebookInForce(first.rulebook());
    this.watcher =
        directory.isPresent()
            ? TablesWatcher.start(directory.get(), local, first, this::directoryChanged)
            : null;
    this.follower = Thread.ofPlatform().daemon().name("rulebook-follower").unstarted(this::follow);
  }

  /**
   * Loads what is to be in force, and follows it from there on.
   *
   * @param directory of tables; without one, what ships is in force
   * @throws IllegalStateException if the directory's tables cannot be in force, with every problem
   */
  static ActiveRulebook start(DataSource dataSource, Optional<Path> directory)
      throws IOException, SQLException {
    var active = new ActiveRulebook(dataSource, directory);
    active.followActivation();
    LOG.infof("the rulebook in force is %s", active.status().hash());
    active.follower.start();
    return active;
  }

  RulebookInForce inForce() {
    return inForce;
  }

  synchronized RulebookStatus status() {
    return new RulebookStatus(
        inForce.current().hash(),
        uploaded == null ? localSource : Source.UPLOADED,
        uploaded == null ? localTroubles : uploadedTroubles);
  }

  @Override
  public void close() throws IOException {
    closed.countDown();
    if (watcher != null) {
      watcher.close();
    }
    try {
      follower.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static Load.Accepted accepted(Load load) {
    return switch (load) {
      case Load.Accepted accepted -> accepted;
      case Load.Refused refused ->
          throw new IllegalStateException(
              "the rulebook is refused:\n  "
                  + String.join(
                      "\n  ",
                      RulebookStatus.troubles(refused).stream().map(Trouble::toString).toList()));
    };
  }

  private synchronized void directoryChanged(Load load) {
    localTroubles = RulebookStatus.troubles(load);
    localTroubles.forEach(trouble -> LOG.errorf("the tables are refused: %s", trouble));
    if (uploaded == null) {
      swap(local.current());
    }
  }

  private void follow() {
    boolean failed = false;
    while (closed.getCount() > 0) {
      try (Connection connection = dataSource.getConnection();
          Statement statement = connection.createStatement()) {
        connection.setNetworkTimeout(Runnable::run, (int) ANSWER_WITHIN.toMillis());
        statement.execute("listen oncegate_rulebook");
        followActivation();
        failed = false;
        while (closed.getCount() > 0) {
          connection.unwrap(PGConnection.class).getNotifications((int) POLL.toMillis());
          followActivation();
        }
        // The connection goes back to a pool, for users who do not listen.
        statement.execute("unlisten oncegate_rulebook");
      } catch (SQLException e) {
        if (!failed) {
          LOG.warn("uploaded rulebooks cannot be followed; the one in force stays", e);
          failed = true;
        }
        pause();
      }
    }
  }

  private void followActivation() throws SQLException {
    List<RulebookVersions.Activation> newest = versions.activations(1);
    if (!newest.isEmpty() && newest.getFirst().id() != activation()) {
      RulebookVersions.Activation next = newest.getFirst();
      // Loading takes a while; nobody waits for it.
      Load load =
          next.hash() == null
              ? null
              : RulebookLoader.load(RulebookFiles.of(versions.filesOf(next.hash())));
      apply(next, load);
    }
  }

  private synchronized long activation() {
    return activation;
  }

  private synchronized void apply(RulebookVersions.Activation next, @Nullable Load load) {
    activation = next.id();
    if (load == null) {
      uploaded = null;
      uploadedTroubles = List.of();
      swap(local.current());
      return;
    }
    uploaded = next.hash();
    uploadedTroubles = RulebookStatus.troubles(load);
    switch (load) {
      case Load.Accepted accepted -> swap(accepted.rulebook());
      case Load.Refused _ ->
          uploadedTroubles.forEach(
              trouble -> LOG.errorf("rulebook %s is refused: %s", next.hash(), trouble));
    }
  }

  private void swap(CompiledRulebook next) {
    if (!next.hash().equals(inForce.current().hash())) {
      LOG.infof("the rulebook in force is now %s", next.hash());
      inForce.swap(next);
    }
  }

  private void pause() {
    try {
      boolean _ = closed.await(PAUSE_AFTER_FAILURE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
