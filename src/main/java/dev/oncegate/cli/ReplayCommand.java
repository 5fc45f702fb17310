package dev.oncegate.cli;

import dev.oncegate.core.Outcome;
import dev.oncegate.core.update.Integrations;
import dev.oncegate.core.update.ProfileUpdate;
import dev.oncegate.json.BadFile;
import dev.oncegate.json.IntegrationsFile;
import dev.oncegate.replay.Backtest;
import dev.oncegate.replay.BadRecording;
import dev.oncegate.replay.Golden;
import dev.oncegate.replay.LedgerSnapshot;
import dev.oncegate.replay.ReadAhead;
import dev.oncegate.replay.Recording;
import dev.oncegate.replay.Replay;
import dev.oncegate.replay.Totals;
import dev.oncegate.rules.CompiledRulebook;
import dev.oncegate.rules.Exercise;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Recorded messages through a rulebook, without Kafka or PostgreSQL. */
@Command(
    name = "replay",
    description = {
      "Decides recorded updates as the service would, from an empty send history or a --from.",
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
      names = "--from",
      paramLabel = "FILE",
      description = "What was sent before: a snapshot of the ledger that ledger export wrote.")
  private @Nullable Path from;

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

  @Option(
      names = "--golden",
      paramLabel = "FILE",
      description = "Expected decisions, a line each; exit code 1 if any line differs.")
  private @Nullable Path golden;

  @Option(names = "--update-golden", description = "Writes the decisions to the --golden file.")
  private boolean updateGolden;

  @Option(names = "--coverage", description = "Prints which rows and DRL rules were used.")
  private boolean coverage;

  @Option(
      names = "--require-coverage",
      paramLabel = "PERCENT",
      description = "Exit code 1 if fewer of the rows and DRL rules were used.")
  private @Nullable Double requireCoverage;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    try {
      return replay();
    } catch (Unusable | BadRecording | BadFile | IOException e) {
      PrintWriter err = CommandOutput.errors(spec);
      err.println(e.getMessage());
      err.flush();
      return 2;
    }
  }

  private int replay() throws Unusable, BadRecording, IOException {
    refuseContradictions();
    Integrations integrations = IntegrationsFile.read(config);
    CompiledRulebook rulebook = TablesDirectory.load(tables);
    Backtest backtest =
        baseline == null
            ? null
            : new Backtest(integrations, TablesDirectory.load(baseline), rulebook);
    var replay = new Replay(integrations, rulebook);
    if (from != null && backtest != null) {
      backtest.beginWith(new LedgerSnapshot(from));
    } else if (from != null) {
      replay.beginWith(new LedgerSnapshot(from));
    }
    var exercise = new Exercise(rulebook);
    var totals = new Totals();
    var progress = new Progress(CommandOutput.errors(spec));
    try (var updates = new ReadAhead(Recording.open(input));
        Golden expected = golden == null || updateGolden ? null : Golden.open(golden);
        ReplayOutputs outputs =
            ReplayOutputs.create(decisions, events, updateGolden ? golden : null)) {
      for (ProfileUpdate update = updates.next(); update != null; update = updates.next()) {
        Outcome outcome = backtest == null ? replay.step(update) : backtest.step(update);
        outputs.write(outcome, expected);
        outcome.decisions().forEach(decision -> exercise.decided(decision.situation()));
        totals.add(outcome);
        progress.at(totals.updates());
      }
      outputs.finish();
      if (expected != null) {
        expected.end();
      }
      return answer(
          new ReplaySummary(
              totals,
              rulebook.hash(),
              progress.rate(totals.updates()),
              backtest == null ? null : backtest.difference(),
              expected,
              exercise.uses()));
    }
  }

  private void refuseContradictions() throws Unusable {
    if (decisions != null && decisions.equals(events)) {
      throw new Unusable("--decisions and --events cannot both be written to " + decisions);
    }
    if (json && baseline == null) {
      throw new Unusable("--json prints the difference to a --baseline, and none is given");
    }
    if (updateGolden && golden == null) {
      throw new Unusable("--update-golden writes the --golden file, and none is given");
    }
  }

  private int answer(ReplaySummary summary) {
    boolean linesOnStandardOutput =
        STANDARD_OUTPUT.equals(decisions) || STANDARD_OUTPUT.equals(events);
    PrintWriter out = linesOnStandardOutput ? CommandOutput.errors(spec) : CommandOutput.of(spec);
    if (json) {
      summary.printDifferenceAsJson(out);
    } else {
      summary.print(out, coverage || requireCoverage != null);
    }
    out.flush();
    return summary.isAsWished(requireCoverage == null ? 0 : requireCoverage) ? 0 : 1;
  }
}
