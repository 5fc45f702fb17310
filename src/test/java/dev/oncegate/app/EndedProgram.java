package dev.oncegate.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The packaged program, for starts that end at once. */
final class EndedProgram {
  private static final int ENDS_WITHIN_SECONDS = 30;

  private EndedProgram() {}

  /** All that the program says before it ends; fails unless that is one line, with exit code 2. */
  static String sentence(String... words) throws IOException, InterruptedException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--sun-misc-unsafe-memory-access=allow");
    List<String> all = List.of(words);
    command.addAll(all.stream().filter(word -> word.startsWith("-D")).toList());
    command.add("-Dquarkus.banner.enabled=false");
    command.addAll(List.of("-jar", "target/quarkus-app/quarkus-run.jar"));
    command.addAll(all.stream().filter(word -> !word.startsWith("-D")).toList());
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("QUARKUS_DATASOURCE_USERNAME", "postgres");
    Process process = builder.start();
    if (!process.waitFor(ENDS_WITHIN_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.exitValue()).as(said).isEqualTo(2);
    assertThat(said.strip().lines()).as(said).hasSize(1);
    return said;
  }
}
