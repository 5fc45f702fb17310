package dev.oncegate.replay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.Closeable;
import java.io.IOException;
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
 * A file of expected decisions, held line by line against those that are made. A row is compared by
 * its name, as far as the file says it: its address changes with every row that is put in above it,
 * and the rulebook's hash with every word of a table, notes too.
 */
public final class GoldenDecisions implements Closeable {
  /** How many differences are kept; all are counted. */
  static final int KEPT = 20;

  private static final List<String> NOT_COMPARED = List.of("row", "rulebook");
  // Files that were written before decisions named it do without.
  private static final String RULE = "rule";
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * A line that differs.
   *
   * @param expected null where the file has ended
   * @param decided null where no more was decided
   */
  public record Mismatch(long line, @Nullable String expected, @Nullable String decided) {

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
    public List<MismatchedField> fields() {
      ObjectNode before = object(expected);
      ObjectNode after = object(decided);
      if (before == null || after == null) {
        return List.of(new MismatchedField("line", expected, decided));
      }
      var names = new LinkedHashSet<String>();
      after.fieldNames().forEachRemaining(names::add);
      before.fieldNames().forEachRemaining(names::add);
      NOT_COMPARED.forEach(names::remove);
      if (!before.has(RULE)) {
        names.remove(RULE);
      }
      var fields = new ArrayList<MismatchedField>();
      for (String name : names) {
        if (!Objects.equals(before.get(name), after.get(name))) {
          fields.add(new MismatchedField(name, text(before.get(name)), text(after.get(name))));
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
  public record MismatchedField(String name, @Nullable String expected, @Nullable String decided) {}

  private final Path file;
  private final NumberedLines lines;
  private final List<Mismatch> differences = new ArrayList<>();
  private long line;
  private long count;

  private GoldenDecisions(Path file, NumberedLines lines) {
    this.file = file;
    this.lines = lines;
  }

  /**
   * Opens a golden file.
   *
   * @throws InvalidRecordingException if it is missing or cannot be read
   */
  public static GoldenDecisions open(Path file) throws InvalidRecordingException {
    if (!Files.isRegularFile(file)) {
      throw new InvalidRecordingException(
          file, "there is no such golden file; --update-golden writes what is decided to it");
    }
    try {
      return new GoldenDecisions(file, new NumberedLines(CompressedFiles.read(file)));
    } catch (IOException e) {
      throw new InvalidRecordingException(file, "cannot be read: " + e.getMessage());
    }
  }

  /** Holds the next decision against the next line. */
  public void compare(byte[] decided) throws IOException {
    byte[] expected = nextLine();
    line = expected == null ? line + 1 : lines.number();
    if (!Arrays.equals(expected, decided)) {
      compare(new Mismatch(line, text(expected), text(decided)));
    }
  }

  /** Says that all is decided: lines that are left were expected in vain. */
  public void end() throws IOException {
    for (byte[] left = nextLine(); left != null; left = nextLine()) {
      line = lines.number();
      compare(new Mismatch(line, text(left), null));
    }
  }

  /** The next line that is not blank. */
  private byte @Nullable [] nextLine() throws IOException {
    try {
      byte[] next = lines.next();
      while (next != null && isBlank(next)) {
        next = lines.next();
      }
      return next;
    } catch (IOException e) {
      throw new IOException(
          file + ":" + (lines.number() + 1) + ": " + CompressedFiles.problem(e), e);
    }
  }

  /** The first differences; none if all was as expected. */
  public List<Mismatch> differences() {
    return differences;
  }

  public long count() {
    return count;
  }

  private void compare(Mismatch difference) {
    if (!difference.fields().isEmpty()) {
      count++;
      if (differences.size() < KEPT) {
        differences.add(difference);
      }
    }
  }

  private static boolean isBlank(byte[] line) {
    for (byte each : line) {
      if (each != ' ' && each != '\t' && each != '\r') {
        return false;
      }
    }
    return true;
  }

  private static @Nullable String text(byte @Nullable [] line) {
    return line == null ? null : new String(line, StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
