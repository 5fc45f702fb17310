package dev.oncegate.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A native binary cannot define classes while it runs, so nothing on this path may. */
@NullUnmarked
class NoGeneratedClassesIT {
  private static final String STARTED = "started";
  private static final String DONE = "all rulebooks swapped";

  @TempDir Path directory;

  @Test
  void noClassIsGeneratedWhileRulebooksAreLoadedAnalysedAndSwapped() throws Exception {
    List<String> log = logOf("rules");

    assertThat(log).anyMatch(line -> line.contains("RulebookLoader source: file:"));
    assertThat(generated(log)).isEmpty();
  }

  @Test
  void aClassThatIsGeneratedWouldBeSeen() throws Exception {
    assertThat(generated(logOf("generate"))).isNotEmpty();
  }

  private List<String> logOf(String what) throws IOException, InterruptedException {
    Path log = directory.resolve("classes.log");
    Path output = directory.resolve("output.txt");
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xlog:class+load=info:file=" + log + ":none",
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                "-cp",
                System.getProperty("java.class.path"),
                Swaps.class.getName(),
                what)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    assertThat(child.waitFor(5, TimeUnit.MINUTES)).isTrue();
    assertThat(Files.readString(output)).contains(STARTED).contains(DONE);
    return Files.readAllLines(log);
  }

  /**
   * Classes that come from neither a file, the runtime's image, nor its lambdas, switches and
   * proxies.
   */
  private static List<String> generated(List<String> log) {
    var generated = new ArrayList<String>();
    for (String line : log) {
      boolean fromFile =
          line.contains("source: file:")
              || line.contains("source: jrt:/")
              || line.contains("source: shared objects file");
      boolean ofTheRuntime =
          line.contains("$$Lambda")
              || line.contains("LambdaForm$")
              || line.contains("$$TypeSwitch/")
              || line.contains("$$StringConcat")
              || line.contains("jdk.proxy")
              // The configuration of Quarkus' logging, once, where Quarkus did not build it in.
              || line.startsWith("io.quarkus.runtime.")
              || line.contains("java.lang.invoke.")
              || line.contains("jdk.internal.");
      if (line.contains("source:") && !fromFile && !ofTheRuntime) {
        generated.add(line);
      }
    }
    return generated;
  }

  /** What the child does: loads and swaps good and bad rulebooks. */
  static final class Swaps {
    private Swaps() {}

    public static void main(String[] arguments) throws Exception {
      System.out.println(STARTED);
      var inForce = new RulebookInForce(Tables.accepted(RulebookFiles.shipped()));
      for (int i = 0; i < 30; i++) {
        LoadResult load =
            Tables.load(Tables.with(6, "deduped=yes;tier=t" + i + " -> SEND OLDEST r" + i));
        if (load instanceof LoadResult.Accepted accepted) {
          inForce.swap(accepted.rulebook());
        }
        Tables.load(Tables.without(i % 10));
        inForce
            .current()
            .decide(
                Tables.situation(
                    "audience", "value_changed", "yes", "yes", "yes", "no", "no", "no"));
      }
      if (arguments[0].equals("generate")) {
        new Generator().generate();
      }
      System.out.println(DONE);
    }
  }

  /** Defines a class out of bytes, as Drools does where nobody stops it. */
  private static final class Generator extends ClassLoader {
    void generate() throws IOException {
      try (var in = Tables.class.getResourceAsStream("Tables.class")) {
        byte[] bytes = in.readAllBytes();
        defineClass(Tables.class.getName(), bytes, 0, bytes.length);
      }
    }
  }
}
