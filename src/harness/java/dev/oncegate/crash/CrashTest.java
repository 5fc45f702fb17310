package dev.oncegate.crash;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Kills the service in every way there is, and counts what was sent twice or not at all. */
@Command(
    name = "crash-test",
    mixinStandardHelpOptions = true,
    description = {
      "Starts a real Kafka broker, a real PostgreSQL and three processes of the service, feeds",
      "updates with repeats, merges and shared addresses, and meanwhile kills and freezes the",
      "processes, stops and starts the servers, adds and removes processes and swaps the",
      "rulebook. Then everything that a read_committed reader saw must be exactly what had to",
      "come. Exit codes: 0 it is, 1 it is not, 2 there is no verdict."
    })
public final class CrashTest implements Callable<Integer> {

  @Option(
      names = "--updates",
      defaultValue = "100000",
      description = "How many updates are fed (default: ${DEFAULT-VALUE}).")
  private int updates;

  @Option(
      names = "--kills",
      defaultValue = "50",
      description = {
        "How many SIGKILLs (default: ${DEFAULT-VALUE});",
        "each of the other faults comes once for ten of them, and at least once."
      })
  private int kills;

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "Makes the updates and the schedule of faults (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--rate",
      defaultValue = "500",
      description = "Updates a second (default: ${DEFAULT-VALUE}).")
  private int rate;

  @Option(
      names = "--only",
      split = ",",
      description = "Only these faults: ${COMPLETION-CANDIDATES}.")
  private Set<Fault> only = EnumSet.allOf(Fault.class);

  @Option(
      names = "--without-visibility",
      description = {
        "Tests the test: runs a copy of the service from which the ledger's visibility rule was",
        "taken out. The verdict has to be that sends are missing."
      })
  private boolean withoutVisibility;

  @Spec
  @SuppressWarnings("NullAway") // picocli sets it
  private CommandSpec spec;

  private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
  private final Path root = Path.of(System.getProperty("oncegate.root", "."));
  private final long from = System.nanoTime();

  public static void main(String[] args) {
    // Not what this program says, but what its broker would.
    System.setProperty("java.util.logging.manager", "org.jboss.logmanager.LogManager");
    System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "error");
    System.exit(
        new CommandLine(new CrashTest())
            .setExecutionExceptionHandler(
                (e, command, _) -> {
                  e.printStackTrace();
                  System.err.println("crash-test: there is no verdict: " + e.getMessage());
                  return command.getCommandSpec().exitCodeOnInvalidInput();
                })
            .execute(args));
  }

  @Override
  public Integer call() throws Exception {
    if (updates < 1000 || kills < 1 || rate < 1) {
      throw new ParameterException(
          spec.commandLine(), "needs at least 1000 updates, one kill and one update a second");
    }
    Path directory = root.resolve("target/crash-test/" + System.currentTimeMillis());
    Path program = root.resolve("target/quarkus-app");
    if (withoutVisibility) {
      program = WithoutVisibility.copyOf(root, program, directory.resolve("quarkus-app"));
    }
    var plan =
        new CrashRun.Plan(
            seed,
            updates,
            kills,
            only,
            3,
            rate,
            program,
            root.resolve("decision-tables"),
            directory);
    try (var run = new CrashRun(plan, this::say)) {
      // Also on Ctrl-C: what was started is ended.
      Runtime.getRuntime().addShutdownHook(new Thread(run::close));
      Findings findings = run.run();
      out.println();
      findings.print(out);
      out.println();
      if (findings.isClean()) {
        out.println("Once and only once: no send twice, none missing.");
        return 0;
      }
      out.println(
          "NOT once and only once. Repeat it: ./oncegate crash-test --updates %d --kills %d --seed %d"
              .formatted(updates, kills, seed));
      return 1;
    } finally {
      out.println("Logs, input and findings: " + directory);
    }
  }

  private synchronized void say(String sentence) {
    long seconds = Duration.ofNanos(System.nanoTime() - from).toSeconds();
    out.printf("%4d:%02d  %s%n", seconds / 60, seconds % 60, sentence);
  }
}
