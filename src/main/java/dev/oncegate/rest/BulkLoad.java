package dev.oncegate.rest;

import dev.oncegate.codec.InputFault;
import dev.oncegate.codec.InvalidJsonException;
import dev.oncegate.codec.StrictJson;
import dev.oncegate.security.SpaceScope;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Loads a stream of NDJSON in chunks, each of them kept whole or not at all. The first bad line
 * ends the load; what was before it is kept, and since loading a line again changes nothing, the
 * corrected stream can be sent again from its beginning.
 */
@Singleton
final class BulkLoad {
  private static final int CHUNK = 5_000;

  private final JsonRecords records;

  BulkLoad(JsonRecords records) {
    this.records = records;
  }

  /** A line, of some space. */
  interface BulkLine {
    String spaceId();
  }

  /** Keeps a chunk, all or none. */
  interface ChunkWriter<T> {
    void write(List<T> chunk);
  }

  /**
   * How many lines were loaded.
   *
   * @param type what each line is
   * @param scope of which spaces lines may be
   * @param converter makes of a good line what is kept
   * @throws ProblemException with the number of the first bad line
   */
  <L extends BulkLine, T> long load(
      InputStream body,
      Class<L> type,
      SpaceScope scope,
      Function<L, T> converter,
      ChunkWriter<T> writer)
      throws IOException {
    var lines = new NdjsonLines(body);
    var chunk = new ArrayList<T>(CHUNK);
    var findings = new ArrayList<InputFault>();
    long loaded = 0;
    while (lines.next()) {
      if (lines.isBlank()) {
        continue;
      }
      L line = read(lines, type, findings);
      if (line != null && findings.isEmpty() && !scope.contains(line.spaceId())) {
        findings.add(new InputFault("spaceId", "there is no space " + line.spaceId()));
      }
      if (line == null || !findings.isEmpty()) {
        writer.write(chunk);
        throw new ProblemException(
            Problem.badLine(lines.number(), findings, loaded + chunk.size()));
      }
      chunk.add(converter.apply(line));
      if (chunk.size() == CHUNK) {
        writer.write(chunk);
        loaded += CHUNK;
        chunk.clear();
      }
    }
    writer.write(chunk);
    return loaded + chunk.size();
  }

  private <L> @Nullable L read(NdjsonLines lines, Class<L> type, List<InputFault> findings) {
    if (lines.isTooLong()) {
      findings.add(new InputFault("", "longer than " + NdjsonLines.MAX_LINE_BYTES + " bytes"));
      return null;
    }
    try {
      return records.read(StrictJson.parse(lines.bytes()), "", type, findings);
    } catch (InvalidJsonException e) {
      findings.add(new InputFault("", "not JSON: " + e.getMessage()));
      return null;
    }
  }
}
