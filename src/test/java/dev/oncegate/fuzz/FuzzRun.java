package dev.oncegate.fuzz;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Holds a property against many inputs, first those that once failed, then new ones. Each input
 * comes of the seed and its own number alone, so that one can be made again without the others.
 *
 * <p>{@code -Dfuzz.inputs} says how many, {@code -Dfuzz.seed} from which seed; without them a run
 * takes seconds, and is the same each time.
 */
public final class FuzzRun {
  private static final Path KEPT = Path.of("src/test/resources/fuzz");
  private static final Path FAILED = Path.of("target/fuzz");
  private static final Duration SLOWEST = Duration.ofSeconds(5);
  private static final Duration HANGS = Duration.ofSeconds(60);
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final String reader;
  private final long inputs;
  private final long seed;
  private final long mostBytes;
  private volatile @Nullable Current current;

  /** What must hold of an input; anything it throws is a failure. */
  public interface Property {
    void check(byte[] input) throws Exception;
  }

  /** The input that is being read, since when. */
  private static final class Current {
    private final byte[] input;
    private final String name;
    private final long since = System.nanoTime();

    Current(byte[] input, String name) {
      this.input = input;
      this.name = name;
    }
  }

  /**
   * A run for a reader.
   *
   * @param reader names the directory of its kept inputs
   * @param inputs how many, unless the property says otherwise
   * @param share of a million inputs, how many a run for a million has; some readers are slow
   * @param mostBytes that may be allocated for one input
   */
  public FuzzRun(String reader, long inputs, double share, long mostBytes) {
    this.reader = reader;
    String asked = System.getProperty("fuzz.inputs");
    this.inputs = asked == null ? inputs : (long) (Long.parseLong(asked) * share);
    this.seed = Long.getLong("fuzz.seed", 1);
    this.mostBytes = mostBytes;
  }

  /** Runs, and fails with the first input that breaks the property, which is written to a file. */
  public void run(Function<Random, byte[]> generator, Property property) {
    Thread watch = Thread.ofPlatform().daemon().name("fuzz-watch").start(this::watch);
    long start = System.nanoTime();
    try {
      for (Path file : kept()) {
        check(Files.readAllBytes(file), file.toString(), property);
      }
      for (long number = 0; number < inputs; number++) {
        byte[] input = generator.apply(random(number));
        check(input, "seed " + seed + ", input " + number, property);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      watch.interrupt();
    }
    System.out.printf(
        "fuzz %s: %,d inputs from seed %d in %.1f s%n",
        reader, inputs, seed, (System.nanoTime() - start) / 1e9);
  }

  private Random random(long number) {
    // Neighbouring seeds of Random give alike first numbers.
    return new Random((seed * 0x9E3779B97F4A7C15L) ^ (number * 0xBF58476D1CE4E5B9L));
  }

  private void check(byte[] input, String name, Property property) {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    // The thread's own time, since other programs may have the processor meanwhile.
    long start = THREADS.getCurrentThreadCpuTime();
    current = new Current(input, name);
    Throwable failure = null;
    try {
      property.check(input);
    } catch (Throwable e) {
      failure = e;
    }
    current = null;
    long nanos = THREADS.getCurrentThreadCpuTime() - start;
    long bytes = THREADS.getCurrentThreadAllocatedBytes() - before;
    if (failure == null && nanos > SLOWEST.toNanos()) {
      failure = new AssertionError("took " + nanos / 1_000_000 + " ms");
    }
    if (failure == null && bytes > mostBytes) {
      failure = new AssertionError("allocated " + bytes + " bytes");
    }
    if (failure != null) {
      throw new AssertionError(
          reader
              + " broke ("
              + name
              + "): "
              + failure
              + "\nThe input is in "
              + write(input)
              + "; once mended, keep it in "
              + KEPT.resolve(reader),
          failure);
    }
  }

  private Iterable<Path> kept() throws IOException {
    var files = new TreeSet<Path>();
    Path directory = KEPT.resolve(reader);
    if (Files.isDirectory(directory)) {
      try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
        entries.forEach(files::add);
      }
    }
    return files;
  }

  private Path write(byte[] input) {
    try {
      Path file =
          FAILED.resolve(
              reader + "-" + HexFormat.of().toHexDigits(Arrays.hashCode(input)) + ".bin");
      Files.createDirectories(FAILED);
      return Files.write(file, input);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** An input that hangs is written too, since the property never comes back with it. */
  private void watch() {
    try {
      while (true) {
        Thread.sleep(1_000);
        Current it = current;
        if (it != null && System.nanoTime() - it.since > HANGS.toNanos()) {
          PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
          err.println(reader + " hangs (" + it.name + "); the input is in " + write(it.input));
          return;
        }
      }
    } catch (InterruptedException _) {
      // The run is over.
      Thread.currentThread().interrupt();
    }
  }
}
