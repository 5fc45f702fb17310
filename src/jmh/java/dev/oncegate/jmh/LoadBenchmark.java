package dev.oncegate.jmh;

import dev.oncegate.rules.CompiledRulebook;
import dev.oncegate.rules.RulebookFiles;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullUnmarked;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * From files to a rulebook that can be in force: read, compile, ask Drools about every situation,
 * prove. Each time in a process that has done nothing yet.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 0)
@Measurement(iterations = 1)
@Fork(5)
@NullUnmarked // What is set up is there when it is measured.
public class LoadBenchmark {
  /** What ships, or routes by destination type: so many rows, of so many words each. */
  @Param({"shipped", "5000 rows", "5000 rows of 3 words", "2000 rows of 3 new words"})
  private String tables;

  private RulebookFiles files;

  @Setup(Level.Trial)
  public void read() {
    files =
        switch (tables) {
          case "shipped" -> RulebookFiles.shipped();
          case "5000 rows" -> Rulebooks.byType(5_000, 1, 1);
          case "5000 rows of 3 words" -> Rulebooks.byType(5_000, 3, 1);
          case "2000 rows of 3 new words" -> Rulebooks.byType(2_000, 3, 3);
          default -> throw new IllegalArgumentException(tables);
        };
  }

  @Benchmark
  public CompiledRulebook load() {
    return Rulebooks.accepted(files);
  }
}
