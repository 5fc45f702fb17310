package dev.oncegate.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.oncegate.json.Finding;
import dev.oncegate.json.NotJson;
import dev.oncegate.json.StrictJson;
import java.io.IOException;
import java.io.InputStream;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Loads a stream of NDJSON in chunks, each of them kept whole or not at all. The first bad line
 * ends the load; what was before it is kept, and since loading a line again changes nothing, the
 * corrected stream can be sent again from its beginning.
 */
final class BulkLoad {
  private static final int CHUNK = 5_000;

  private BulkLoad() {}

  /** Reads a line, and adds to the findings what is wrong with it; null only with a finding. */
  interface LineReader<T> {
    @Nullable T read(JsonNode line, List<Finding> findings);
  }

  /** Keeps a chunk, all or none. */
  interface ChunkWriter<T> {
    void write(List<T> chunk) throws SQLException;
  }

  /**
   * How many lines were loaded.
   *
   * @throws Refusal with the number of the first bad line
   */
  static <T> long load(InputStream body, LineReader<T> reader, ChunkWriter<T> writer)
      throws IOException, SQLException {
    var lines = new NdjsonLines(body);
    var chunk = new ArrayList<T>(CHUNK);
    var findings = new ArrayList<Finding>();
    long loaded = 0;
    while (lines.next()) {
      if (lines.isBlank()) {
        continue;
      }
      T value = read(lines, reader, findings);
      if (value == null || !findings.isEmpty()) {
        writer.write(chunk);
        throw new Refusal(Problem.badLine(lines.number(), findings, loaded + chunk.size()));
      }
      chunk.add(value);
      if (chunk.size() == CHUNK) {
        writer.write(chunk);
        loaded += CHUNK;
        chunk.clear();
      }
    }
    writer.write(chunk);
    return loaded + chunk.size();
  }

  private static <T> @Nullable T read(
      NdjsonLines lines, LineReader<T> reader, List<Finding> findings) {
    if (lines.isTooLong()) {
      findings.add(new Finding("", "longer than " + NdjsonLines.MAX_LINE_BYTES + " bytes"));
      return null;
    }
    try {
      return reader.read(StrictJson.parse(lines.bytes()), findings);
    } catch (NotJson e) {
      findings.add(new Finding("", "not JSON: " + e.getMessage()));
      return null;
    }
  }
}
