package dev.oncegate.bench.peer;

import dev.oncegate.bench.peer.naive.NaiveLane;
import dev.oncegate.codec.IntegrationsFile;
import dev.oncegate.codec.InvalidFileException;
import dev.oncegate.core.update.Integrations;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * A first version as many look: a JSON tree, a Drools session for each update, a SELECT and an
 * INSERT for each decision. It prints {@code ready} when it consumes, and ends on SIGTERM.
 */
@Command(
    name = "naive",
    mixinStandardHelpOptions = true,
    description = "Decides identified updates, one at a time.")
public final class Naive implements Callable<Integer> {
  // Held, since a logger that nobody holds forgets its level.
  private static final List<Logger> LOGS =
      List.of(Logger.getLogger("org.apache.kafka"), Logger.getLogger("org.drools"));

  @Mixin private PeerOptions options = new PeerOptions();

  @Option(
      names = "--jdbc",
      required = true,
      paramLabel = "URL",
      description = "The database; it makes its table itself.")
  private String jdbcUrl = "";

  @Option(names = "--user", required = true, paramLabel = "USER", description = "Who logs in.")
  private String user = "";

  @Option(
      names = "--password",
      required = true,
      paramLabel = "PASSWORD",
      description = "Their password.")
  private String password = "";

  private final List<NaiveLane> lanes = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private volatile @Nullable Throwable failure;

  public static void main(String[] args) {
    LOGS.forEach(log -> log.setLevel(Level.WARNING));
    int exitCode = new CommandLine(new Naive()).execute(args);
    if (exitCode != 0) {
      System.exit(exitCode);
    }
  }

  @Override
  public Integer call() throws InterruptedException, SQLException {
    Integrations integrations;
    try {
      integrations = IntegrationsFile.read(options.integrations());
    } catch (InvalidFileException e) {
      System.err.println(e.getMessage());
      return CommandLine.ExitCode.USAGE;
    }
    var places =
        new NaiveLane.Places(
            options.bootstrap(), options.input(), options.output(), jdbcUrl, user, password);
    NaiveLane.prepare(places);
    var consuming = new CountDownLatch(options.lanes());
    for (int number = 0; number < options.lanes(); number++) {
      var lane = new NaiveLane(places, options.name(), number, integrations, options.rulebook());
      lanes.add(lane);
      threads.add(new Thread(() -> run(lane, consuming), "lane-" + number));
    }
    Runtime.getRuntime().addShutdownHook(new Thread(this::end));
    threads.forEach(Thread::start);
    consuming.await();
    new PrintStream(System.out, true, StandardCharsets.UTF_8).println("ready");
    for (Thread thread : threads) {
      thread.join();
    }
    return failure == null ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
  }

  /** A lane that fails ends all: whoever runs it starts it again. */
  private void run(NaiveLane lane, CountDownLatch consuming) {
    try (lane) {
      lane.run(consuming::countDown);
    } catch (IOException | SQLException | RuntimeException e) {
      e.printStackTrace();
      failure = e;
      consuming.countDown();
      lanes.forEach(NaiveLane::wakeUp);
    }
  }

  private void end() {
    lanes.forEach(NaiveLane::wakeUp);
    for (Thread thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }
}
