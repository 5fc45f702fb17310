package dev.oncegate.cli;

import dev.oncegate.codec.DecisionWriter;
import dev.oncegate.codec.EventWriter;
import dev.oncegate.core.Outcome;
import dev.oncegate.core.decide.Decision;
import dev.oncegate.replay.GoldenDecisions;
import dev.oncegate.replay.OutputFile;
import dev.oncegate.replay.report.Report;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where decisions, events and the report are written, as far as anybody wants them. */
record ReplayOutputs(
    @Nullable OutputFile decisions,
    @Nullable OutputFile events,
    @Nullable OutputFile golden,
    @Nullable OutputFile report)
    implements AutoCloseable {

  /** Opens all files before anything is decided: what cannot be written is known at once. */
  static ReplayOutputs create(
      @Nullable Path decisions, @Nullable Path events, @Nullable Path golden, @Nullable Path report)
      throws IOException {
    OutputFile decisionsFile = null;
    OutputFile eventsFile = null;
    OutputFile goldenFile = null;
    try {
      decisionsFile = decisions == null ? null : OutputFile.create(decisions);
      eventsFile = events == null ? null : OutputFile.create(events);
      goldenFile = golden == null ? null : OutputFile.create(golden);
      OutputFile reportFile = report == null ? null : OutputFile.create(report);
      return new ReplayOutputs(decisionsFile, eventsFile, goldenFile, reportFile);
    } catch (IOException e) {
      new ReplayOutputs(decisionsFile, eventsFile, goldenFile, null).close();
      throw e;
    }
  }

  /** Writes an update's decisions and events, and holds the decisions against the expected. */
  void write(Outcome outcome, @Nullable GoldenDecisions expected) throws IOException {
    if (decisions != null || golden != null || expected != null) {
      for (Decision decision : outcome.decisions()) {
        byte[] line = DecisionWriter.write(outcome, decision);
        writeLine(decisions, line);
        writeLine(golden, line);
        if (expected != null) {
          expected.compare(line);
        }
      }
    }
    if (events != null) {
      writeEvents(outcome, events);
    }
  }

  private static void writeLine(@Nullable OutputFile file, byte[] line) throws IOException {
    if (file != null) {
      file.line(line);
    }
  }

  private static void writeEvents(Outcome outcome, OutputFile events) throws IOException {
    try {
      outcome.forEachEvent(
          event -> {
            try {
              events.line(EventWriter.write(event));
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** Writes the report on all that was decided. */
  void write(Report answers) throws IOException {
    if (report != null) {
      report.line(answers.html());
    }
  }

  /** Says that all is written: the files take their names. */
  void finish() throws IOException {
    for (OutputFile file : files()) {
      file.finish();
    }
  }

  @Override
  public void close() throws IOException {
    for (OutputFile file : files()) {
      file.close();
    }
  }

  private List<OutputFile> files() {
    var files = new ArrayList<OutputFile>(4);
    for (OutputFile file : new @Nullable OutputFile[] {decisions, events, golden, report}) {
      if (file != null) {
        files.add(file);
      }
    }
    return files;
  }
}
