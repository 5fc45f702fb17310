package dev.oncegate.bench;

import dev.oncegate.testkit.EmbeddedBroker;
import dev.oncegate.testkit.EmbeddedDatabase;
import dev.oncegate.testkit.ServiceProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * Measures how soon the packaged service is ready, what that costs, and what it needs at rest, with
 * the AOT cache, if the build made one, or without, if {@code -XX:AOTMode=off} is among the
 * options. docs/performance.md has the figures.
 */
final class StartComparison {
  private static final int STARTS = 5;
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final Duration REST = Duration.ofSeconds(20);
  private static final Path LOG = Path.of("target/start-comparison.log");

  private static final byte[] REQUEST =
      "GET /q/health/ready HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] READY = "HTTP/1.0 200".getBytes(StandardCharsets.US_ASCII);

  private StartComparison() {}

  /**
   * Measures five starts.
   *
   * @param options for the JVM, or the native executable
   */
  public static void main(String[] options) throws Exception {
    try (var broker = EmbeddedBroker.start();
        var database = EmbeddedDatabase.start()) {
      measure(broker, database, options);
    }
  }

  static void measure(EmbeddedBroker broker, EmbeddedDatabase database, String... options)
      throws Exception {
    // The first start makes the topics and the tables.
    try (ServiceProcess service = start(broker, database, options)) {
      service.awaitReady(LIMIT);
    }
    for (int i = 0; i < STARTS; i++) {
      long from = System.nanoTime();
      try (ServiceProcess service = start(broker, database, options)) {
        while (!isReady(service)) {
          LockSupport.parkNanos(Duration.ofMillis(2).toNanos());
        }
        long ready = System.nanoTime() - from;
        Duration cpu =
            ProcessHandle.of(service.pid()).orElseThrow().info().totalCpuDuration().orElseThrow();
        LockSupport.parkNanos(REST.toNanos());
        System.out.printf(
            "ready after %d ms and %d ms of CPU, at rest %d MB (at most %d MB)%n",
            ready / 1_000_000,
            cpu.toMillis(),
            service.memory("VmRSS") >> 20,
            service.memory("VmHWM") >> 20);
      }
    }
  }

  private static ServiceProcess start(
      EmbeddedBroker broker, EmbeddedDatabase database, String... options) {
    return ServiceProcess.start(
        broker, database, Map.of("oncegate.instance", "measured"), LOG, options);
  }

  // By a bare socket: a client that takes as much of the processor as what it waits for would
  // measure itself.
  private static boolean isReady(ServiceProcess service) {
    if (!service.isAlive()) {
      throw new IllegalStateException("the service ended while it started; see " + LOG);
    }
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), service.port())) {
      socket.getOutputStream().write(REQUEST);
      byte[] status = socket.getInputStream().readNBytes(READY.length);
      return Arrays.equals(status, READY);
    } catch (IOException _) {
      return false;
    }
  }
}
