package dev.oncegate.rules;

import dev.oncegate.rules.sheet.TableProblem;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Watches a directory of tables and puts in force what is good there. A bad version changes nothing
 * but the {@link #status}; the next good one clears it.
 */
public final class TablesWatcher implements AutoCloseable {
  /** How often the directory is looked at, whether or not the system says that it changed. */
  static final Duration POLL = Duration.ofMillis(500);

  /** How long the files must stay the same before they count as saved. */
  static final Duration SETTLED = Duration.ofMillis(200);

  /** Of how many files that are passed over anybody is told. */
  private static final int MOST_TOLD = 1_000;

  /** In place of a hash, where there is nothing to hash. */
  private static final String UNREADABLE = "";

  private final Path directory;
  private final RulebookInForce inForce;
  private final String topic;
  private final Consumer<LoadResult> listener;
  private final Consumer<String> passedOver;

  /** The files that {@link #passedOver} was told of. */
  private final Set<String> told = new HashSet<>();

  private final WatchService changes;
  private final Thread thread;
  private volatile LoadResult status;
  private String seen;

  private TablesWatcher(
      Path directory,
      String topic,
      RulebookInForce inForce,
      LoadResult first,
      Consumer<LoadResult> listener,
      Consumer<String> passedOver)
      throws IOException {
    this.directory = directory;
    this.topic = topic;
    this.inForce = inForce;
    this.listener = listener;
    this.passedOver = passedOver;
    this.status = first;
    this.seen = first.hash();
    this.changes = directory.getFileSystem().newWatchService();
    this.thread = Thread.ofPlatform().daemon().name("tables-watcher").unstarted(this::watch);
  }

  /**
   * Loads what a directory holds; one that cannot be read is refused, with a hash of nothing.
   *
   * @param topic to whose name routes are appended
   */
  public static LoadResult load(Path directory, String topic) {
    try {
      return RulebookLoader.load(
          RulebookFiles.ofDirectory(directory), RulebookLoader.SITUATIONS, topic);
    } catch (IOException e) {
      return unreadable(directory, e);
    }
  }

  /**
   * Starts watching.
   *
   * @param first what was loaded from the directory last, which is not loaded again
   * @param topic to whose name routes are appended
   * @param listener is told of each later load, on the watcher's thread, after it is in force
   * @param passedOver is told once of each file that is none of the rulebook's
   */
  public static TablesWatcher start(
      Path directory,
      String topic,
      RulebookInForce inForce,
      LoadResult first,
      Consumer<LoadResult> listener,
      Consumer<String> passedOver)
      throws IOException {
    var watcher = new TablesWatcher(directory, topic, inForce, first, listener, passedOver);
    watcher.thread.start();
    return watcher;
  }

  /** What became of the directory's newest version. */
  public LoadResult status() {
    return status;
  }

  private void watch() {
    try {
      WatchKey key = register();
      while (true) {
        WatchKey signalled = changes.poll(POLL.toMillis(), TimeUnit.MILLISECONDS);
        if (signalled != null) {
          signalled.pollEvents();
          signalled.reset();
        }
        if (key == null || !key.isValid()) {
          key = register();
        }
        look();
      }
    } catch (InterruptedException | ClosedWatchServiceException _) {
      // Closed: the rulebook in force stays.
    }
  }

  /** Null where the system cannot tell of changes now; the poll sees them all the same. */
  private @Nullable WatchKey register() {
    try {
      return directory.register(
          changes,
          StandardWatchEventKinds.ENTRY_CREATE,
          StandardWatchEventKinds.ENTRY_MODIFY,
          StandardWatchEventKinds.ENTRY_DELETE);
    } catch (IOException _) {
      return null;
    }
  }

  private void look() throws InterruptedException {
    RulebookFiles files;
    String hash;
    try {
      files = RulebookFiles.ofDirectory(directory);
      tell(files.passedOver());
      hash = files.hash();
      if (hash.equals(seen)) {
        return;
      }
      // A program that saves writes in several steps; a version that still changes is none yet.
      Thread.sleep(SETTLED);
      if (!RulebookFiles.ofDirectory(directory).hash().equals(hash)) {
        return;
      }
    } catch (IOException e) {
      LoadResult refused = unreadable(directory, e);
      if (!seen.equals(refused.hash())) {
        seen = refused.hash();
        take(refused);
      }
      return;
    }
    seen = hash;
    take(RulebookLoader.load(files, RulebookLoader.SITUATIONS, topic));
  }

  private void tell(List<String> names) {
    for (String name : names) {
      // Some programs make a new name at each save.
      if (told.size() < MOST_TOLD && told.add(name)) {
        passedOver.accept(name);
      }
    }
  }

  private static LoadResult unreadable(Path directory, IOException e) {
    String sentence =
        switch (e) {
          case AccessDeniedException denied ->
              "cannot be read: no right to read " + denied.getFile();
          case IOException _ when Files.isDirectory(directory) ->
              "cannot be read: " + e.getMessage();
          default -> "is no directory";
        };
    var problem = TableProblem.ofFile(directory.toString(), sentence);
    return new LoadResult.Refused(UNREADABLE, List.of(problem), List.of(), null);
  }

  private void take(LoadResult load) {
    if (load instanceof LoadResult.Accepted accepted) {
      inForce.swap(accepted.rulebook());
    }
    status = load;
    listener.accept(load);
  }

  @Override
  public void close() throws IOException {
    thread.interrupt();
    changes.close();
  }
}
