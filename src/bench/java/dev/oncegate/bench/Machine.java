package dev.oncegate.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Where and of what a run is. */
record Machine(String cpu, int cores, double gigabytes, String jdk, String date, String commit) {

  static Machine here(Path root) throws IOException {
    return new Machine(
        line("/proc/cpuinfo", "model name"),
        Runtime.getRuntime().availableProcessors(),
        Long.parseLong(line("/proc/meminfo", "MemTotal").replaceAll("\\D", "")) / 1e6,
        Runtime.version().toString(),
        Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
        commit(root));
  }

  private static String line(String file, String begin) throws IOException {
    return Files.readAllLines(Path.of(file)).stream()
        .filter(line -> line.startsWith(begin))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElse("0");
  }

  /** The sources that were built, as git names them; {@code -dirty} if they were edited since. */
  private static String commit(Path root) throws IOException {
    Process git =
        new ProcessBuilder("git", "describe", "--always", "--dirty", "--abbrev=10")
            .directory(root.toFile())
            .redirectErrorStream(true)
            .start();
    String answer = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    return answer.contains("fatal") ? "unknown" : answer;
  }

  @Override
  public String toString() {
    return "%s, commit %s, JDK %s, %s, %d cores, %.0f GB"
        .formatted(date, commit, jdk, cpu, cores, gigabytes);
  }
}
