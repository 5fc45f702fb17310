package dev.oncegate.cli;

import dev.oncegate.core.Outcome;
import dev.oncegate.core.decide.Decision;
import dev.oncegate.core.update.Integrations;
import dev.oncegate.core.update.ProfileUpdate;
import dev.oncegate.json.BadFile;
import dev.oncegate.json.DecisionWriter;
import dev.oncegate.json.EventWriter;
import dev.oncegate.json.IntegrationsFile;
import dev.oncegate.replay.Backtest;
import dev.oncegate.replay.BadRecording;
import dev.oncegate.replay.DifferenceWriter;
import dev.oncegate.replay.OutputFile;
import dev.oncegate.replay.ReadAhead;
import dev.oncegate.replay.Recording;
import dev.oncegate.replay.Replay;
import dev.oncegate.replay.Totals;
import dev.oncegate.rules.CompiledRulebook;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Recorded messages through a rulebook, without Kafka or PostgreSQL. */
@Command(
    name = "replay",
    description = {
      "Decides recorded updates as the service would, from an empty send history.",
      "A file whose name ends in .zst is compressed; - is the standard input or output."
    },
    mixinStandardHelpOptions = true)
public final class ReplayCommand implements Callable<Integer> {
  private static final Path STANDARD_OUTPUT = Path.of("-");

  @Option(
      names = "--config",
      required = true,
      paramLabel = "FILE",
      description = "integrations.json: spaces, destinations and connections.")
  private Path config = Path.of("");

  @Option(
      names = "--input",
      required = true,
      paramLabel = "FILE",
      description = "The updates, one a line: identified-output messages, or what record writes.")
  private Path input = Path.of("");

  @Option(
      names = "--tables",
      paramLabel = "DIR",
      description = "The decision tables; without it, those that ship with the program.")
  private @Nullable Path tables;

  @Option(
      names = "--decisions",
      paramLabel = "FILE",
      description = "Writes a line for each update and destination.")
  private @Nullable Path decisions;

  @Option(
      names = "--events",
      paramLabel = "FILE",
      description = "Writes the outbound events, a line each, as they would be published.")
  private @Nullable Path events;

  @Option(
      names = "--baseline",
      paramLabel = "DIR",
      description = {
        "The tables of today: who would get a message that they do not get with these, would get",
        "none any more, or would get one again? Exit code 1 if anything else goes out."
      })
  private @Nullable Path baseline;

  @Option(names = "--json", description = "Prints the difference to the baseline as JSON.")
  private boolean json;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter err = commandLine().getErr();
    try {
      return replay(err);
    } catch (Unusable | BadRecording | BadFile | IOException e) {
      err.println(e.getMessage());
      err.flush();
      return 2;
    }
  }

  private int replay(PrintWriter err) throws Unusable, BadRecording, IOException {
    if (decisions != null && decisions.equals(events)) {
      throw new Unusable("--decisions and --events cannot both be written to " + decisions);
    }
    if (json && baseline == null) {
      throw new Unusable("--json prints the difference to a --baseline, and none is given");
    }
    Integrations integrations = IntegrationsFile.read(config);
    CompiledRulebook rulebook = TablesDirectory.load(tables);
    Backtest backtest =
        baseline == null
            ? null
            : new Backtest(integrations, TablesDirectory.load(baseline), rulebook);
    var replay = new Replay(integrations, rulebook);
    var totals = new Totals();
    var progress = new Progress(err);
    try (var updates = new ReadAhead(Recording.open(input));
        Outputs outputs = Outputs.create(decisions, events)) {
      for (ProfileUpdate update = updates.next(); update != null; update = updates.next()) {
        Outcome outcome = backtest == null ? replay.step(update) : backtest.step(update);
        outputs.write(outcome);
        totals.add(outcome);
        progress.at(totals.updates());
      }
      outputs.finish();
    }
    PrintWriter out =
        STANDARD_OUTPUT.equals(decisions) || STANDARD_OUTPUT.equals(events)
            ? err
            : commandLine().getOut();
    if (!json) {
      print(totals, rulebook, progress, out);
    }
    if (backtest == null) {
      return 0;
    }
    Backtest.Difference difference = backtest.difference();
    if (json) {
      out.println(DifferenceWriter.json(difference));
    } else {
      out.print(DifferenceWriter.text(difference));
    }
    out.flush();
    return difference.isNone() ? 0 : 1;
  }

  private static void print(
      Totals totals, CompiledRulebook rulebook, Progress progress, PrintWriter out) {
    out.println(progress.rate(totals.updates()));
    out.printf(
        "%,d decisions, %,d events, rulebook %s%n",
        totals.decisions(), totals.events(), rulebook.hash());
    for (Totals.Count count : totals.counts()) {
      out.printf("  %-5s %-22s %,12d%n", count.action(), count.reason(), count.decisions());
    }
    out.flush();
  }

  private CommandLine commandLine() {
    if (spec == null) {
      throw new IllegalStateException("picocli sets the spec before it calls a command");
    }
    return spec.commandLine();
  }

  /** Where decisions and events are written, as far as anybody wants them. */
  private record Outputs(@Nullable OutputFile decisions, @Nullable OutputFile events)
      implements AutoCloseable {

    static Outputs create(@Nullable Path decisions, @Nullable Path events) throws IOException {
      OutputFile decisionsFile = decisions == null ? null : OutputFile.create(decisions);
      try {
        return new Outputs(decisionsFile, events == null ? null : OutputFile.create(events));
      } catch (IOException e) {
        if (decisionsFile != null) {
          decisionsFile.close();
        }
        throw e;
      }
    }

    void write(Outcome outcome) throws IOException {
      if (decisions != null) {
        for (Decision decision : outcome.decisions()) {
          decisions.line(DecisionWriter.write(outcome, decision));
        }
      }
      OutputFile eventLines = events;
      if (eventLines != null) {
        try {
          outcome.forEachEvent(
              event -> {
                try {
                  eventLines.line(EventWriter.write(event));
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
        } catch (UncheckedIOException e) {
          throw e.getCause();
        }
      }
    }

    void finish() throws IOException {
      if (decisions != null) {
        decisions.finish();
      }
      if (events != null) {
        events.finish();
      }
    }

    @Override
    public void close() throws IOException {
      try {
        if (decisions != null) {
          decisions.close();
        }
      } finally {
        if (events != null) {
          events.close();
        }
      }
    }
  }
}
