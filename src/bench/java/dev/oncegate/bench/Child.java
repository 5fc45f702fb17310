package dev.oncegate.bench;

import dev.oncegate.testkit.Await;
import dev.oncegate.testkit.ServiceProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A Java program in a process of its own, with the bench's class path. */
final class Child implements Running {
  /** What every program of the bench is run with, the service too. */
  static final List<String> JVM =
      List.of(
          "-Xmx1g",
          "--enable-native-access=ALL-UNNAMED",
          "-Djava.util.logging.manager=org.jboss.logmanager.LogManager");

  private static final Duration STARTS_WITHIN = Duration.ofMinutes(1);
  private static final Duration STOPS_WITHIN = Duration.ofSeconds(20);

  private final Process process;
  private final Path log;

  private Child(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /** A peer, on the JVM that Oncegate is run with. */
  static Child peer(String main, List<String> arguments, Path log) throws IOException {
    return java(ServiceProcess.JVM, main, arguments, log);
  }

  static Child java(List<String> options, String main, List<String> arguments, Path log)
      throws IOException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(JVM);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main));
    command.addAll(arguments);
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    return new Child(process, log);
  }

  /** Waits for a line that begins like this, and answers how it goes on. */
  String awaitLine(String begin) {
    var found = new ArrayList<String>(1);
    Await.until(
        "the process says '" + begin.strip() + "' (its log: " + log + ")",
        STARTS_WITHIN,
        () -> {
          if (!process.isAlive()) {
            throw new IllegalStateException("the process ended at once; its log: " + log);
          }
          Files.readAllLines(log).stream()
              .filter(line -> line.startsWith(begin))
              .forEach(line -> found.add(line.substring(begin.length())));
          return !found.isEmpty();
        });
    return found.getFirst();
  }

  @Override
  public long pid() {
    return process.pid();
  }

  @Override
  public boolean isAlive() {
    return process.isAlive();
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOPS_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException _) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
