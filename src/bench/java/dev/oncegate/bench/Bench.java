package dev.oncegate.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures Oncegate beside the limit, what one would write by hand, and a naive service. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Starts a real Kafka broker and a real PostgreSQL, and sends the same updates in turns"
          + " through",
      "  A  the limit: as many records of the same size, in the same transactions, unread",
      "  B  what a good team would write by hand: Kafka Streams, exactly once, RocksDB",
      "  C  Oncegate as it ships, without and with its decision log",
      "  D  a naive service: a Drools session an update, a SELECT and INSERT a decision",
      "each a fresh process with a fresh database, and checks that B, C and D make the same"
          + " events.",
      "docs/performance.md says what is measured, and how.",
      "Exit codes: 0 measured, 1 a peer did other work than it had to, 2 there is no result."
    })
public final class Bench implements Callable<Integer> {
  private static final Set<String> ALL_PEERS = Set.of("A", "B", "C", "D");
  private static final int FEWEST_UPDATES = 10_000;

  @Option(
      names = "--updates",
      defaultValue = "500000",
      description = "How many updates are measured in a turn (default: ${DEFAULT-VALUE}).")
  private int updates;

  @Option(
      names = "--warm-up",
      defaultValue = "400000",
      description = "How many come before, for the JIT compiler (default: ${DEFAULT-VALUE}).")
  private int warmUp;

  @Option(
      names = "--rounds",
      defaultValue = "3",
      description = "How many turns each has; medians count (default: ${DEFAULT-VALUE}).")
  private int rounds;

  @Option(
      names = "--peers",
      split = ",",
      defaultValue = "A,B,C,D",
      description = "Who takes part (default: ${DEFAULT-VALUE}).")
  private List<String> peers = List.of();

  @Option(
      names = "--lanes",
      defaultValue = "2",
      description = "How many threads each decides with (default: ${DEFAULT-VALUE}).")
  private int lanes;

  @Option(
      names = "--latency",
      paramLabel = "SECONDS",
      defaultValue = "15",
      description = {
        "How long A, B and C are then fed at half the rate they had (default: ${DEFAULT-VALUE});",
        "0 leaves it out."
      })
  private int latency;

  @Option(
      names = "--scaling",
      description = {
        "Also measures C with one lane, with a full ledger, with 100,000 destinations configured",
        "elsewhere, with a routing table of 2,000 rows, and with both flows compared for 1 and for",
        "100 percent of the profiles, in as many rounds."
      })
  private boolean scaling;

  @Option(
      names = "--ledger",
      split = ",",
      paramLabel = "ROWS",
      defaultValue = "1000000",
      description = {
        "How full, for --scaling; several by commas (default: ${DEFAULT-VALUE}).",
        "10,000,000 rows take 3 GB and a few minutes."
      })
  private List<Long> ledgerRows = List.of();

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "Makes the updates (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(names = "--json", paramLabel = "FILE", description = "Writes all figures, turn by turn.")
  private @Nullable Path json;

  @Spec
  @SuppressWarnings("NullAway") // picocli sets it
  private CommandSpec spec;

  private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
  private final PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
  private final Path root = Path.of(System.getProperty("oncegate.root", "."));
  private final long from = System.nanoTime();
  private boolean shown;

  public static void main(String[] args) {
    // Not what this program says, but what its clients would.
    System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "error");
    System.exit(
        new CommandLine(new Bench())
            .setExecutionExceptionHandler(
                (e, command, _) -> {
                  if (e instanceof OtherWork) {
                    System.err.println("bench: " + e.getMessage());
                    return 1;
                  }
                  e.printStackTrace();
                  System.err.println("bench: there is no result: " + e.getMessage());
                  return command.getCommandSpec().exitCodeOnInvalidInput();
                })
            .execute(args));
  }

  @Override
  public Integer call() throws Exception {
    Plan plan = plan();
    Machine machine = Machine.here(root);
    try (var run = new BenchRun(plan, this::say)) {
      // Also on Ctrl-C: what was measured is shown, and what was started is ended.
      Runtime.getRuntime().addShutdownHook(new Thread(() -> end(run, machine)));
      try {
        run.run();
      } finally {
        // A turn that fails does not take with it what was measured before.
        show(run.report(machine));
      }
    } finally {
      err.println("Logs: " + plan.directory());
    }
    return 0;
  }

  private synchronized void show(@Nullable Report report) throws IOException {
    if (shown || report == null) {
      return;
    }
    shown = true;
    out.println();
    report.print(out);
    if (json != null) {
      ReportJson.write(report, json);
    }
  }

  private void end(BenchRun run, Machine machine) {
    try {
      show(run.report(machine));
    } catch (IOException e) {
      err.println("bench: cannot write " + json + ": " + e.getMessage());
    }
    ProcessHandle.current().children().forEach(ProcessHandle::destroy);
    run.close();
  }

  private Plan plan() throws IOException {
    require(
        updates >= FEWEST_UPDATES && warmUp >= FEWEST_UPDATES,
        "--updates and --warm-up have to be 10,000 at least");
    require(rounds >= 1, "--rounds has to be 1 at least");
    require(
        lanes >= 1 && lanes <= Topics.PARTITIONS,
        "--lanes goes from 1 to " + Topics.PARTITIONS + ", as many as there are partitions");
    require(latency >= 0, "--latency is a number of seconds, or 0 to leave it out");
    var unknown = new TreeSet<>(peers);
    unknown.removeAll(ALL_PEERS);
    require(unknown.isEmpty(), "--peers are A, B, C and D, with commas; unknown: " + unknown);
    require(ledgerRows.stream().allMatch(it -> it >= 1), "--ledger has to be 1 row at least");
    if (json != null) {
      Path parent = json.toAbsolutePath().getParent();
      require(
          parent != null && Files.isDirectory(parent) && !Files.isDirectory(json),
          "--json: cannot write " + json);
    }
    return new Plan(
        seed,
        updates,
        warmUp,
        rounds,
        Set.copyOf(peers),
        lanes,
        Duration.ofSeconds(latency),
        scaling ? ledgerRows : List.of(),
        root.resolve("target/bench/" + System.currentTimeMillis()).toAbsolutePath());
  }

  private void require(boolean holds, String sentence) {
    if (!holds) {
      throw new ParameterException(spec.commandLine(), sentence);
    }
  }

  private synchronized void say(String sentence) {
    long seconds = Duration.ofNanos(System.nanoTime() - from).toSeconds();
    err.printf("%4d:%02d  %s%n", seconds / 60, seconds % 60, sentence);
  }
}
