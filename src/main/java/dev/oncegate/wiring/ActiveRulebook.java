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
import dev.oncegate.rules.ShippedRulebook;
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
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * Keeps the right rulebook in force: the uploaded version that was activated last, or, where the
 * directory was, what the watched directory holds. A version that cannot be in force changes
 * nothing but the status. An instance that starts with a bad directory takes the last version that
 * came from one and was good, and has no rulebook where nobody knows of any.
 */
final class ActiveRulebook implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(ActiveRulebook.class);
  private static final Duration POLL = Duration.ofSeconds(1);
  private static final Duration PAUSE = Duration.ofMillis(500);
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(5);

  private final DataSource dataSource;
  private final RulebookVersions versions;
  private final Optional<Path> directory;
  private final String topic;
  private final RulebookInForce local;
  private final RulebookInForce inForce = new RulebookInForce(null);
  private final Consumer<@Nullable CompiledRulebook> onlooker;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread follower;
  private @Nullable TablesWatcher watcher;

  // Guarded by this: the watcher and the follower both change what is in force.
  private long activation;
  private @Nullable String uploaded;
  private Source localSource;
  private List<Trouble> localTroubles;
  private List<Trouble> uploadedTroubles = List.of();

  /** The directory's last good version, until the database has it. */
  private Load.@Nullable Accepted unkept;

  private ActiveRulebook(
      DataSource dataSource,
      Optional<Path> directory,
      String topic,
      Load first,
      Consumer<@Nullable CompiledRulebook> onlooker) {
    this.onlooker = onlooker;
    this.dataSource = dataSource;
    this.versions = new RulebookVersions(dataSource);
    this.directory = directory;
    this.topic = topic;
    this.localSource = directory.isPresent() ? Source.DIRECTORY : Source.SHIPPED;
    this.localTroubles = RulebookStatus.troubles(first);
    this.local = new RulebookInForce(null);
    if (first instanceof Load.Accepted accepted) {
      local.swap(accepted.rulebook());
      unkept = directory.isPresent() ? accepted : null;
    }
    this.follower = Thread.ofPlatform().daemon().name("rulebook-follower").unstarted(this::follow);
  }

  /**
   * Loads what is to be in force, and follows it from there on.
   *
   * @param directory of tables; without one, what ships is in force
   * @param topic to whose name routes are appended
   * @param onlooker gets what is in force, each second
   */
  static ActiveRulebook start(
      DataSource dataSource,
      Optional<Path> directory,
      String topic,
      Consumer<@Nullable CompiledRulebook> onlooker)
      throws IOException, SQLException {
    Load first =
        directory.isPresent() ? TablesWatcher.load(directory.get(), topic) : ShippedRulebook.load();
    var active = new ActiveRulebook(dataSource, directory, topic, first, onlooker);
    active.begin(first);
    return active;
  }

  private void begin(Load first) throws IOException, SQLException {
    logTroubles();
    if (local.orNone() == null) {
      takeKept();
    }
    followLocal();
    keep();
    followActivation();
    if (inForce.orNone() == null) {
      LOG.error("no rulebook is in force, and nothing is decided until the tables are mended");
    }
    if (directory.isPresent()) {
      watcher =
          TablesWatcher.start(
              directory.get(),
              topic,
              local,
              first,
              this::directoryChanged,
              name -> LOG.infof("%s is none of the rulebook's files and is passed over", name));
    }
    follower.start();
  }

  /** What was good before, on this instance or another, in place of a directory that is bad. */
  private synchronized void takeKept() throws SQLException {
    Optional<String> last = versions.lastFromDirectory();
    if (last.isPresent() && load(last.get()) instanceof Load.Accepted accepted) {
      local.swap(accepted.rulebook());
      localSource = Source.KEPT;
    }
  }

  private Load load(String hash) throws SQLException {
    RulebookFiles files = RulebookFiles.of(versions.filesOf(hash));
    return RulebookLoader.load(files, RulebookLoader.SITUATIONS, topic);
  }

  RulebookInForce inForce() {
    return inForce;
  }

  synchronized RulebookStatus status() {
    CompiledRulebook current = inForce.orNone();
    return new RulebookStatus(
        current == null ? null : current.hash(),
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

  private synchronized void directoryChanged(Load load) {
    localTroubles = RulebookStatus.troubles(load);
    logTroubles();
    if (load instanceof Load.Accepted accepted) {
      localSource = Source.DIRECTORY;
      unkept = accepted;
    }
    followLocal();
  }

  private void logTroubles() {
    localTroubles.forEach(trouble -> LOG.errorf("the tables are refused: %s", trouble));
  }

  private synchronized void followLocal() {
    CompiledRulebook newest = local.orNone();
    if (uploaded == null && newest != null) {
      swap(newest);
    }
  }

  /** Later than it comes into force, and again if the database is away: no lane waits for it. */
  private void keep() throws SQLException {
    Load.Accepted toKeep;
    synchronized (this) {
      toKeep = unkept;
    }
    if (toKeep != null) {
      String from = directory.map(Path::toString).orElseThrow();
      versions.keepFromDirectory(toKeep.hash(), from, toKeep.files().tables());
      synchronized (this) {
        // Another may have come in the meantime.
        boolean newest = unkept != null && unkept.hash().equals(toKeep.hash());
        unkept = newest ? null : unkept;
      }
    }
  }

  private void follow() {
    // It was read just now, and a start is over sooner without another connection.
    pause();
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
          keep();
          onlooker.accept(inForce.orNone());
        }
        // The connection goes back to a pool, for users who do not listen.
        statement.execute("unlisten oncegate_rulebook");
      } catch (SQLException e) {
        if (!failed) {
          LOG.warnf(
              "uploaded rulebooks cannot be followed; the one in force stays: %s", e.getMessage());
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
      Load load = next.hash() == null ? null : load(next.hash());
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
      followLocal();
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
    CompiledRulebook current = inForce.orNone();
    if (current == null || !next.hash().equals(current.hash())) {
      LOG.infof("the rulebook in force is %s", next.hash());
      inForce.swap(next);
    }
  }

  private void pause() {
    try {
      boolean _ = closed.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
