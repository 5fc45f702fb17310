package dev.oncegate.rules;

import dev.oncegate.rules.RulebookStatus.Source;
import dev.oncegate.rules.RulebookStatus.Trouble;
import dev.oncegate.rules.store.Activation;
import dev.oncegate.rules.store.RulebookStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the right rulebook in force: the uploaded version that was activated last, or, where the
 * directory was, what the watched directory holds. A version that cannot be in force changes
 * nothing but the status. An instance that starts with a bad directory takes the last version that
 * came from one and was good, and has no rulebook where nobody knows of any.
 */
public final class ActiveRulebook implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(ActiveRulebook.class);

  private final RulebookStore store;
  private final Optional<Path> directory;
  private final String topic;
  private final RulebookInForce local;
  private final RulebookInForce inForce = new RulebookInForce(null);
  private @Nullable TablesWatcher watcher;

  // Guarded by this: the watcher and refreshes both change what is in force.
  private long activation;
  private @Nullable String uploaded;
  private Source localSource;
  private List<Trouble> localTroubles;
  private List<Trouble> uploadedTroubles = List.of();

  /** The directory's last good version, until the database has it. */
  private LoadResult.@Nullable Accepted unkept;

  private ActiveRulebook(
      RulebookStore store, Optional<Path> directory, String topic, LoadResult first) {
    this.store = store;
    this.directory = directory;
    this.topic = topic;
    this.localSource = directory.isPresent() ? Source.DIRECTORY : Source.SHIPPED;
    this.localTroubles = RulebookStatus.troubles(first);
    this.local = new RulebookInForce(null);
    if (first instanceof LoadResult.Accepted accepted) {
      local.swap(accepted.rulebook());
      unkept = directory.isPresent() ? accepted : null;
    }
  }

  /**
   * Loads what is to be in force, and follows the directory from there on.
   *
   * @param directory of tables; without one, what ships is in force
   * @param topic to whose name routes are appended
   * @throws dev.oncegate.core.DependencyUnavailableException if the store does not answer
   */
  public static ActiveRulebook start(RulebookStore store, Optional<Path> directory, String topic)
      throws IOException {
    LoadResult first =
        directory.isPresent() ? TablesWatcher.load(directory.get(), topic) : ShippedRulebook.load();
    var active = new ActiveRulebook(store, directory, topic, first);
    active.begin(first);
    return active;
  }

  private void begin(LoadResult first) throws IOException {
    logTroubles();
    if (local.orNone() == null) {
      takeKept();
    }
    followLocal();
    refresh();
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
  }

  /** What was good before, on this instance or another, in place of a directory that is bad. */
  private synchronized void takeKept() {
    Optional<String> last = store.lastFromDirectory();
    if (last.isPresent() && load(last.get()) instanceof LoadResult.Accepted accepted) {
      local.swap(accepted.rulebook());
      localSource = Source.KEPT;
    }
  }

  private LoadResult load(String hash) {
    RulebookFiles files = RulebookFiles.of(store.filesOf(hash));
    return RulebookLoader.load(files, RulebookLoader.SITUATIONS, topic);
  }

  public RulebookInForce inForce() {
    return inForce;
  }

  public synchronized RulebookStatus status() {
    CompiledRulebook current = inForce.orNone();
    return new RulebookStatus(
        current == null ? null : current.hash(),
        uploaded == null ? localSource : Source.UPLOADED,
        uploaded == null ? localTroubles : uploadedTroubles);
  }

  @Override
  public void close() throws IOException {
    if (watcher != null) {
      watcher.close();
    }
  }

  private synchronized void directoryChanged(LoadResult load) {
    localTroubles = RulebookStatus.troubles(load);
    logTroubles();
    if (load instanceof LoadResult.Accepted accepted) {
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
  private void keep() {
    LoadResult.Accepted toKeep;
    synchronized (this) {
      toKeep = unkept;
    }
    if (toKeep != null) {
      String from = directory.map(Path::toString).orElseThrow();
      store.keepFromDirectory(toKeep.hash(), from, toKeep.files().tables());
      synchronized (this) {
        // Another may have come in the meantime.
        boolean newest = unkept != null && unkept.hash().equals(toKeep.hash());
        unkept = newest ? null : unkept;
      }
    }
  }

  /**
   * Follows what was activated, and keeps what came from the directory.
   *
   * @throws dev.oncegate.core.DependencyUnavailableException if the store does not answer
   */
  public void refresh() {
    followActivation();
    keep();
  }

  private void followActivation() {
    List<Activation> newest = store.activations(1);
    if (!newest.isEmpty() && newest.getFirst().id() != activation()) {
      Activation next = newest.getFirst();
      // Loading takes a while; nobody waits for it.
      LoadResult load = next.hash() == null ? null : load(next.hash());
      apply(next, load);
    }
  }

  private synchronized long activation() {
    return activation;
  }

  private synchronized void apply(Activation next, @Nullable LoadResult load) {
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
      case LoadResult.Accepted accepted -> swap(accepted.rulebook());
      case LoadResult.Refused _ ->
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
}
