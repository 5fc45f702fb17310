package dev.oncegate.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.oncegate.testkit.EmbeddedBroker;
import dev.oncegate.testkit.EmbeddedDatabase;
import dev.oncegate.testkit.ServiceProcess;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Starts everything, sends the samples through, prints what was decided and why. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description = {
      "Starts a real Kafka broker and a real PostgreSQL on free ports, and the service on them;",
      "sends the updates of samples/ through, prints what was decided and why, and stays up.",
      "Ctrl-C ends all of it."
    })
public final class Demo implements Callable<Integer> {
  private static final Duration READY_WITHIN = Duration.ofSeconds(60);

  @Option(names = "--once", description = "Exit after the table instead of staying up.")
  private boolean once;

  private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
  private final Path root = Path.of(System.getProperty("oncegate.root", "."));
  private final Deque<AutoCloseable> started = new ArrayDeque<>();
  private boolean ended;

  public static void main(String[] args) {
    System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "error");
    System.exit(new CommandLine(new Demo()).execute(args));
  }

  @Override
  public Integer call() throws Exception {
    // Also after a failure, and on Ctrl-C: what was started is ended.
    Runtime.getRuntime().addShutdownHook(new Thread(this::endEverything));
    Samples samples = Samples.read(root.resolve("samples"));

    var database = CompletableFuture.supplyAsync(this::startDatabase);
    EmbeddedBroker broker = startBroker();
    ServiceProcess service = startService(broker, database.get());

    say(
        "Configuring %d destinations and %d external ids"
            .formatted(samples.destinations().size(), samples.externalIdCount()));
    samples.configure(service);
    say("Sending %d sample updates".formatted(samples.updates().size()));
    List<SampleRun.Decided> decided =
        new SampleRun(broker.bootstrapServers(), samples, this::say).run();
    out.println();
    DecisionTable.print(decided, samples, out);
    out.println();
    if (once) {
      return 0;
    }
    String token = tokenOf(service);
    out.println("Everything stays up until Ctrl-C:");
    out.println("  API           " + service.uri("/"));
    out.println("  access token  " + token + " (admin; this host needs none)");
    out.println("  Kafka         " + broker.bootstrapServers());
    out.println("  PostgreSQL    " + database.get().jdbcUrl() + "?user=postgres&password=postgres");
    out.println("  tables        " + tables() + " (edit one and send an update)");
    out.println("  service log   " + log());
    out.println(
        "Try: curl -H 'Authorization: Bearer %s' %s"
            .formatted(token, service.uri("/api/destinations")));
    out.println(
        "Try: kcat -C -e -t destination-events -X isolation.level=read_committed -b "
            + broker.bootstrapServers());
    new CountDownLatch(1).await();
    return 0;
  }

  private static String tokenOf(ServiceProcess service) throws IOException, InterruptedException {
    String made =
        service.post(
            "/api/tokens", "application/json", "{\"name\": \"demo\", \"grants\": [\"admin\"]}");
    return new ObjectMapper().readTree(made).path("token").asText();
  }

  private EmbeddedBroker startBroker() {
    long from = System.nanoTime();
    EmbeddedBroker broker = keep(EmbeddedBroker.start());
    say("Kafka is up on %s (%s)".formatted(broker.bootstrapServers(), since(from)));
    return broker;
  }

  private EmbeddedDatabase startDatabase() {
    long from = System.nanoTime();
    EmbeddedDatabase database = keep(EmbeddedDatabase.start());
    say("PostgreSQL is up on %s (%s)".formatted(database.jdbcUrl(), since(from)));
    return database;
  }

  private ServiceProcess startService(EmbeddedBroker broker, EmbeddedDatabase database) {
    long from = System.nanoTime();
    ServiceProcess service =
        keep(
            ServiceProcess.start(
                broker, database, Map.of("oncegate.tables", tables().toString()), log()));
    service.awaitReady(READY_WITHIN);
    say("Oncegate is ready on %s (%s)".formatted(service.uri("/"), since(from)));
    return service;
  }

  private Path tables() {
    return root.resolve("decision-tables").toAbsolutePath();
  }

  private Path log() {
    return root.resolve("target/demo/service.log");
  }

  private synchronized void say(String sentence) {
    out.println("· " + sentence);
  }

  private static String since(long from) {
    return String.format("%.1f s", (System.nanoTime() - from) / 1e9);
  }

  /** Remembers what is to be ended; ends it at once if everything else has ended already. */
  private <T extends AutoCloseable> T keep(T server) {
    synchronized (started) {
      if (!ended) {
        started.push(server);
        return server;
      }
    }
    close(server);
    throw new IllegalStateException("the demo was ended while it started");
  }

  private void endEverything() {
    synchronized (started) {
      ended = true;
      while (!started.isEmpty()) {
        close(started.pop());
      }
    }
  }

  private static void close(AutoCloseable server) {
    try {
      server.close();
    } catch (Exception e) {
      System.err.println(
          "could not be ended: " + server + ": " + e + Arrays.toString(e.getSuppressed()));
    }
  }
}
