package dev.oncegate.rollout;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * A file that throws the kill switch on the instance that watches it, also while the database is
 * away: it is thrown while the file has the line {@code dedupe=off}. It can only switch off.
 */
public final class LocalKillSwitch implements AutoCloseable {
  /** The file, in the working directory, where no other is set. */
  public static final String USUAL_FILE = "oncegate-kill-switch";

  private static final Logger LOG = Logger.getLogger(LocalKillSwitch.class);

  private static final String OFF = "dedupe=off";
  private static final String COMMENT = "#";
  private static final Duration LOOKS_EVERY = Duration.ofMillis(500);

  private final Path file;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread;
  private volatile boolean thrown;
  private String complaint = "";

  private LocalKillSwitch(Path file) {
    this.file = file;
    this.thread = Thread.ofPlatform().daemon().name("local-kill-switch").unstarted(this::follow);
  }

  /** Looks once, and watches the file from there on; it need not be there. */
  static LocalKillSwitch start(Path file) {
    var started = new LocalKillSwitch(file);
    started.look();
    started.thread.start();
    return started;
  }

  /** Throws the switch of all instances that watch a file. */
  public static void turnOff(Path file, Instant now, ChangeReason why) throws IOException {
    String line = "%s %s, %s: %s".formatted(COMMENT, now, why.author(), oneLine(why.reason()));
    // Whoever looks sees the file whole or not at all.
    Path absolute = file.toAbsolutePath();
    Path written = absolute.resolveSibling(absolute.getFileName() + ".new");
    Files.write(written, List.of(line, OFF));
    Files.move(written, absolute, StandardCopyOption.ATOMIC_MOVE);
  }

  /**
   * Takes the switch of a file back, so that the flag alone counts.
   *
   * @return false if it was not thrown
   */
  public static boolean takeBack(Path file) throws IOException {
    return Files.deleteIfExists(file);
  }

  private static String oneLine(String text) {
    return text.replaceAll("\\R", " ");
  }

  boolean isThrown() {
    return thrown;
  }

  private void follow() {
    try {
      while (!closed.await(LOOKS_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
        look();
      }
    } catch (InterruptedException _) {
      // The process ends.
    }
  }

  private void look() {
    try {
      boolean off = false;
      for (String line : Files.readAllLines(file)) {
        String stripped = line.strip();
        if (stripped.equals(OFF)) {
          off = true;
        } else if (!stripped.isEmpty() && !stripped.startsWith(COMMENT)) {
          complain("has a line that is not " + OFF + ": " + stripped);
          return;
        }
      }
      turn(off);
    } catch (NoSuchFileException _) {
      turn(false);
    } catch (IOException e) {
      // What was last read holds: a file that cannot be read says neither on nor off.
      complain("cannot be read: " + e.getMessage());
    }
  }

  private void turn(boolean off) {
    complaint = "";
    if (off != thrown) {
      thrown = off;
      LOG.warnf("the local kill switch is %s by %s", off ? "thrown" : "taken back", file);
    }
  }

  /** Once for each complaint. */
  private void complain(String sentence) {
    if (!sentence.equals(complaint)) {
      complaint = sentence;
      LOG.errorf("the file of the local kill switch, %s, %s; nothing changes", file, sentence);
    }
  }

  @Override
  public void close() {
    closed.countDown();
    try {
      thread.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
