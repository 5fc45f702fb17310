package dev.oncegate.demo;

import dev.oncegate.testkit.EmbeddedBroker;
import dev.oncegate.testkit.EmbeddedDatabase;
import dev.oncegate.testkit.ServiceProcess;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * The last step of the build: lets the JVM watch the packaged service start and decide the samples,
 * and keep what it loaded, linked and learned in {@value ServiceProcess#CACHE} beside it. Without
 * that file the service is the same and starts slower; so where it cannot be made, this says so and
 * the build goes on.
 */
final class TrainingRun {
  private static final Duration READY_WITHIN = Duration.ofSeconds(90);
  private static final Duration KEPT_WITHIN = Duration.ofMinutes(2);

  private TrainingRun() {}

  public static void main(String[] args) throws Exception {
    System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "error");
    Path root = Path.of(System.getProperty("oncegate.root"));
    Path program = root.resolve("target/quarkus-app");
    Path log = root.resolve("target/training.log");
    Path cache = program.resolve(ServiceProcess.CACHE);
    Files.deleteIfExists(cache);
    Files.deleteIfExists(log);
    try {
      train(root, program, cache, log);
    } catch (IllegalStateException | AssertionError e) {
      say("The service was not trained: " + e.getMessage());
    }
    if (!Files.exists(cache)) {
      say("There is no AOT cache, and the service starts slower (" + log + " says why).");
    }
    // Clients of the samples may leave threads.
    System.exit(0);
  }

  private static void train(Path root, Path program, Path cache, Path log) throws Exception {
    Samples samples = Samples.read(root.resolve("samples"));
    var starting = CompletableFuture.supplyAsync(EmbeddedDatabase::start);
    try (var broker = EmbeddedBroker.start();
        var database = starting.get()) {
      ServiceProcess service =
          ServiceProcess.start(
              program, broker, database, Map.of(), log, "-XX:AOTCacheOutput=" + cache);
      try {
        service.awaitReady(READY_WITHIN);
        samples.configure(service);
        new SampleRun(broker.bootstrapServers(), samples, _ -> {}).run();
      } finally {
        service.stop(KEPT_WITHIN);
      }
    }
  }

  private static void say(String sentence) {
    new PrintStream(System.err, true, StandardCharsets.UTF_8).println(sentence);
  }
}
