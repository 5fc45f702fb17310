package dev.oncegate.replay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A file of expected decisions, held line by line against those that are made. The rulebook's hash
 * is not compared, since it changes with every word of a table, notes too.
 */
public final class Golden implements Closeable {
  /** How many differences are kept; all are counted. */
  static final int KEPT = 20;

  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * A line that differs.
   *
   * @param expected null where the file has ended
   * @param decided null where no more was decided
   */
  public record Difference(long line, @Nullable String expected, @Nullable String decided) {}

  private final Lines lines;
  private final List<Difference> differences = new ArrayList<>();
  private long line;
  private long count;

  private Golden(Lines lines) {
    this.lines = lines;
  }

  /**
   * Opens a golden file.
   *
   * @throws BadRecording if it is missing or cannot be read
   */
  public static Golden open(Path file) throws BadRecording {
    if (!Files.isRegularFile(file)) {
      throw new BadRecording(
          file, "there is no such golden file; --update-golden writes what is decided to it");
    }
    try {
      InputStream in = Files.newInputStream(file);
      return new Golden(
          new Lines(file.toString().endsWith(".zst") ? new ZstdInputStreamNoFinalizer(in) : in));
    } catch (IOException e) {
      throw new BadRecording(file, "cannot be read: " + e.getMessage());
    }
  }

  /** Holds the next decision against the next line. */
  public void compare(byte[] decided) throws IOException {
    byte[] expected = lines.next();
    line++;
    if (expected == null || !(Arrays.equals(expected, decided) || same(expected, decided))) {
      differs(expected, decided);
    }
  }

  /** Says that all is decided: lines that are left were expected in vain. */
  public void end() throws IOException {
    for (byte[] left = lines.next(); left != null; left = lines.next()) {
      line++;
      if (left.length > 0) {
        differs(left, null);
      }
    }
  }

  /** The first differences; none if all was as expected. */
  public List<Difference> differences() {
    return differences;
  }

  public long count() {
    return count;
  }

  private void differs(byte @Nullable [] expected, byte @Nullable [] decided) {
    count++;
    if (differences.size() < KEPT) {
      differences.add(new Difference(line, text(expected), text(decided)));
    }
  }

  private static boolean same(byte[] expected, byte[] decided) throws IOException {
    try {
      return withoutRulebook(expected).equals(withoutRulebook(decided));
    } catch (JsonProcessingException _) {
      return false;
    }
  }

  private static JsonNode withoutRulebook(byte[] decision) throws IOException {
    JsonNode node = JSON.readTree(decision);
    if (node instanceof ObjectNode object) {
      object.remove("rulebook");
    }
    return node;
  }

  private static @Nullable String text(byte @Nullable [] line) {
    return line == null ? null : new String(line, StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
