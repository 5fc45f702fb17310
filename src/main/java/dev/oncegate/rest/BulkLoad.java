package dev.oncegate.rest;

import dev.oncegate.audit.AuditLog;
import dev.oncegate.audit.AuditNote;
import dev.oncegate.audit.AuditedChange;
import dev.oncegate.codec.InputFault;
import dev.oncegate.codec.InvalidJsonException;
import dev.oncegate.codec.StrictJson;
import dev.oncegate.core.DependencyUnavailableException;
import dev.oncegate.security.SpaceScope;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Loads a stream of NDJSON in chunks, each of them kept whole or not at all. The first bad line
 * ends the load; what was before it is kept, and since loading a line again changes nothing, the
 * corrected stream can be sent again from its beginning. A load is one entry of the audit, however
 * long it is, written with its last chunk.
 */
@Singleton
final class BulkLoad {
  private static final int CHUNK = 5_000;
  private static final int SPACES_NAMED = 100;

  private final JsonRecords records;
  private final AuditLog audit;

  BulkLoad(JsonRecords records, AuditLog audit) {
    this.records = records;
    this.audit = audit;
  }

  /** A line, of some space. */
  interface BulkLine {
    String spaceId();
  }

  /** Keeps a chunk and the note, all or none. */
  interface ChunkWriter<T> {
    void write(List<T> chunk, AuditNote note);
  }

  /**
   * What is loaded.
   *
   * @param objectKind what the audit calls it
   * @param type what each line is
   * @param converter makes of a good line what is kept
   * @param space to which that belongs
   */
  record LoadKind<L extends BulkLine, T>(
      String objectKind, Class<L> type, Function<L, T> converter, Function<T, String> space) {}

  /**
   * How many lines were loaded.
   *
   * @param scope of which spaces lines may be
   * @throws ProblemException with the number of the first bad line
   */
  <L extends BulkLine, T> long load(
      InputStream body, LoadKind<L, T> kind, SpaceScope scope, ChunkWriter<T> writer)
      throws IOException {
    var load = new OpenLoad<>(kind, writer);
    var lines = new NdjsonLines(body);
    var findings = new ArrayList<InputFault>();
    try {
      while (lines.next()) {
        if (lines.isBlank()) {
          continue;
        }
        L line = read(lines, kind.type(), findings);
        if (line != null && findings.isEmpty() && !scope.contains(line.spaceId())) {
          findings.add(new InputFault("spaceId", "there is no space " + line.spaceId()));
        }
        if (line == null || !findings.isEmpty()) {
          long loaded = load.end("a bad line, " + lines.number());
          throw new ProblemException(Problem.badLine(lines.number(), findings, loaded));
        }
        load.add(kind.converter().apply(line));
      }
      return load.end(null);
    } catch (IOException e) {
      // Whoever sends it is gone, and what came before stays.
      load.end("the stream broke off");
      throw e;
    } catch (DependencyUnavailableException e) {
      load.endWithout(e);
      throw e;
    }
  }

  /** A load that has not come to its end. */
  private final class OpenLoad<T> {
    private final LoadKind<?, T> kind;
    private final ChunkWriter<T> writer;
    private final List<T> chunk = new ArrayList<>(CHUNK);
    private final Set<String> spaces = new TreeSet<>();
    private long added;
    private long kept;

    OpenLoad(LoadKind<?, T> kind, ChunkWriter<T> writer) {
      this.kind = kind;
      this.writer = writer;
    }

    void add(T item) {
      // Only when there is more, so that the last chunk is never empty.
      if (chunk.size() == CHUNK) {
        writer.write(chunk, AuditNote.NONE);
        kept = added;
        chunk.clear();
      }
      chunk.add(item);
      added++;
      if (spaces.size() < SPACES_NAMED) {
        spaces.add(kind.space().apply(item));
      }
    }

    /**
     * How many there were.
     *
     * @param ended why it came to an end, if not by its own
     */
    long end(@Nullable String ended) {
      if (added > 0) {
        var counts = new LinkedHashMap<String, Object>();
        counts.put("lines", added);
        counts.put("spaces", List.copyOf(spaces));
        if (ended != null) {
          counts.put("ended", ended);
        }
        String space = spaces.size() == 1 ? spaces.iterator().next() : null;
        writer.write(
            chunk,
            audit.note(new AuditedChange("load", kind.objectKind(), "*", space, null, counts)));
      }
      return added;
    }

    /** Tells of the chunks before the one that could not be written, if the database is back. */
    void endWithout(DependencyUnavailableException failure) {
      chunk.clear();
      added = kept;
      try {
        end("the database did not take more");
      } catch (DependencyUnavailableException again) {
        failure.addSuppressed(again);
      }
    }
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
