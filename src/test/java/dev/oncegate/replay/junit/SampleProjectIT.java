package dev.oncegate.replay.junit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Builds {@code samples/our-tables} as those would who test tables of their own: with Maven, and
 * with this project's jar from a repository.
 */
class SampleProjectIT {
  private static final Path SAMPLE = Path.of("samples", "our-tables");

  @TempDir private Path directory;
  private Path project = Path.of("");
  private Path repository = Path.of("");

  private record Build(int exitCode, String output) {}

  @BeforeEach
  void copyTheSampleAndInstallTheJar() throws IOException {
    project = directory.resolve("project");
    repository = directory.resolve("repository");
    copy(SAMPLE, project);
    linkAllBut("dev", Path.of(property("oncegate.local-repository")), repository);
    String version = property("oncegate.version");
    Path installed = repository.resolve(Path.of("dev", "oncegate", "oncegate", version));
    Files.createDirectories(installed);
    String name = "oncegate-" + version;
    Files.copy(Path.of(property("oncegate.jar")), installed.resolve(name + ".jar"));
    Files.copy(Path.of("pom.xml"), installed.resolve(name + ".pom"));
  }

  @Test
  void aProjectThatDependsOnTheJarTestsItsTables() throws IOException, InterruptedException {
    Build build = build();
    assertThat(build.output()).contains("Tests run: 6, Failures: 0");
    assertThat(build.exitCode()).isZero();
  }

  @Test
  void aCaseThatTheTablesDecideOtherwiseFailsTheBuild() throws IOException, InterruptedException {
    Files.writeString(
        project.resolve(Path.of("cases", "cases.csv")),
        "who leaves hears of it,member=no,SEND LATEST,,,,,\n",
        StandardOpenOption.APPEND);
    Build build = build();
    assertThat(build.output()).contains("verdict: expected SEND LATEST, decided DROP");
    assertThat(build.exitCode()).isNotZero();
  }

  private Build build() throws IOException, InterruptedException {
    Path output = directory.resolve("output.txt");
    Process process =
        new ProcessBuilder(
                property("oncegate.maven"),
                "--batch-mode",
                "-Dmaven.repo.local=" + repository,
                "test")
            .directory(project.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    if (!process.waitFor(5, TimeUnit.MINUTES)) {
      process.destroyForcibly().waitFor();
      throw new AssertionError("came to no end:\n" + Files.readString(output));
    }
    return new Build(process.exitValue(), Files.readString(output));
  }

  /**
   * A repository that has what another has, so that nothing is downloaded again, but for what this
   * test puts there.
   */
  private static void linkAllBut(String own, Path from, Path to) throws IOException {
    Files.createDirectories(to);
    try (Stream<Path> groups = Files.list(from)) {
      for (Path group : groups.filter(path -> !path.endsWith(own)).toList()) {
        Files.createSymbolicLink(to.resolve(group.getFileName()), group.toAbsolutePath());
      }
    }
    if (Files.isDirectory(from.resolve(own)) && !own.equals("oncegate")) {
      linkAllBut("oncegate", from.resolve(own), to.resolve(own));
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    List<Path> files;
    try (Stream<Path> found = Files.walk(from)) {
      files = found.filter(Files::isRegularFile).toList();
    }
    for (Path file : files) {
      Path target = to.resolve(from.relativize(file).toString());
      Files.createDirectories(target.getParent());
      Files.copy(file, target);
    }
  }

  private static String property(String name) {
    String value = System.getProperty(name);
    if (value == null) {
      throw new IllegalStateException(name + " is not set; mvn verify sets it");
    }
    return value;
  }
}
