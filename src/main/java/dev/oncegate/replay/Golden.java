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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A file of expected decisions, held line by line against those that are made. The rulebook's hash
 * is not compared, since it changes with every word of a table, notes too.
 */
public final class Golden implements Closeable {
  /** How many differences are kept; all are counted. */
  static final int KEPT = 20;

  private static final String RULEBOOK = "rulebook";
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * A line that differs.
   *
   * @param expected null where the file has ended
   * @param decided null where no more was decided
   */
  public record Difference(long line, @Nullable String expected, @Nullable String decided) {

    /** Which decision it is about: {@code message m-1, destination dst_1}; empty if unknown. */
    public String place() {
      ObjectNode decision = object(decided == null ? expected : decided);
      return decision == null || !decision.has("messageId")
          ? ""
          : "message "
              + decision.path("messageId").asText()
              + ", destination "
              + decision.path("destinationId").asText();
    }

    /** The fields that differ; the line as a whole where a side is missing or no decision. */
    public List<Field> fields() {
      ObjectNode before = object(expected);
      ObjectNode after = object(decided);
      if (before == null || after == null) {
        return List.of(new Field("line", expected, decided));
      }
      var names = new LinkedHashSet<String>();
      after.fieldNames().forEachRemaining(names::add);
      before.fieldNames().forEachRemaining(names::add);
      names.remove(RULEBOOK);
      var fields = new ArrayList<Field>();
      for (String name : names) {
        if (!Objects.equals(before.get(name), after.get(name))) {
          fields.add(new Field(name, text(before.get(name)), text(after.get(name))));
        }
      }
      return fields;
    }

    private static @Nullable ObjectNode object(@Nullable String line) {
      try {
        return line != null && JSON.readTree(line) instanceof ObjectNode object ? object : null;
      } catch (JsonProcessingException _) {
        return null;
      }
    }

    private static @Nullable String text(@Nullable JsonNode node) {
      return node == null ? null : node.isTextual() ? node.asText() : node.toString();
    }
  }

  /**
   * A field of a decision that differs.
   *
   * @param expected null where there is none
   * @param decided null where there is none
   */
  public record Field(String name, @Nullable String expected, @Nullable String decided) {}

  private final Path file;
  private final Lines lines;
  private final List<Difference> differences = new ArrayList<>();
  private long line;
  private long count;

  private Golden(Path file, Lines lines) {
    this.file = file;
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
          file,
          new Lines(file.toString().endsWith(".zst") ? new ZstdInputStreamNoFinalizer(in) : in));
    } catch (IOException e) {
      throw new BadRecording(file, "cannot be read: " + e.getMessage());
    }
  }

  /** Holds the next decision against the next line. */
  public void compare(byte[] decided) throws IOException {
    byte[] expected = nextLine();
    line++;
    if (expected == null || !(Arrays.equals(expected, decided) || same(expected, decided))) {
      differs(expected, decided);
    }
  }

  /** Says that all is decided: lines that are left were expected in vain. */
  public void end() throws IOException {
    for (byte[] left = nextLine(); left != null; left = nextLine()) {
      line++;
      if (left.length > 0) {
        differs(left, null);
      }
    }
  }

  private byte @Nullable [] nextLine() throws IOException {
    try {
      return lines.next();
    } catch (IOException e) {
      throw new IOException(
          file
              + ":"
              + (lines.number() + 1)
              + ": the file is damaged or ends early ("
              + e.getMessage()
              + ")",
          e);
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
      object.remove(RULEBOOK);
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
