package dev.oncegate.demo;

import dev.oncegate.testkit.EmbeddedBroker;
import dev.oncegate.testkit.EmbeddedDatabase;
import dev.oncegate.testkit.ServiceProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Makes the AOT cache of what is shipped: lets the JVM watch the packaged service start on a real
 * Kafka and PostgreSQL, and keep what it loaded and linked in {@value ServiceProcess#CACHE} beside
 * it. Without that file the service is the same and starts slower.
 */
final class TrainingRun {
  private static final Duration READY_WITHIN = Duration.ofSeconds(90);
  private static final Duration KEPT_WITHIN = Duration.ofMinutes(2);

  private TrainingRun() {}

  public static void main(String[] args) throws IOException {
    System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "error");
    Path target = Path.of(System.getProperty("oncegate.root"), "target");
    Path program = target.resolve("quarkus-app");
    Path log = target.resolve("training.log");
    Path cache = program.resolve(ServiceProcess.CACHE);
    Files.deleteIfExists(cache);
    Files.deleteIfExists(log);
    train(program, cache, log);
    if (!Files.exists(cache)) {
      throw new IllegalStateException("there is no AOT cache; " + log + " says why");
    }
  }

  private static void train(Path program, Path cache, Path log) {
    var starting = CompletableFuture.supplyAsync(EmbeddedDatabase::start);
    try (var broker = EmbeddedBroker.start();
        var database = starting.join()) {
      ServiceProcess service =
          ServiceProcess.start(
              program,
              broker,
              database,
              Map.of(),
              log,
              "-XX:AOTCacheOutput=" + cache,
              // The one collector that puts objects into a cache, for all of them.
              "-XX:-UseParallelGC",
              "-XX:+UseG1GC",
              // Profiles of methods would have the JVM compile them while the service starts.
              "-XX:+UnlockDiagnosticVMOptions",
              "-XX:-AOTRecordTraining",
              // Nothing that runs so shortly is worth the better compiler.
              "-XX:TieredStopAtLevel=1");
      try {
        service.awaitReady(READY_WITHIN);
      } finally {
        service.stop(KEPT_WITHIN);
      }
    }
  }
}
