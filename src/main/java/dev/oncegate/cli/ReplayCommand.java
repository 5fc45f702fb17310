package dev.oncegate.cli;

import dev.oncegate.codec.IntegrationsFile;
import dev.oncegate.core.Outcome;
import dev.oncegate.core.update.Integrations;
import dev.oncegate.core.update.ProfileUpdate;
import dev.oncegate.replay.Backtest;
import dev.oncegate.replay.GoldenDecisions;
import dev.oncegate.replay.InvalidRecordingException;
import dev.oncegate.replay.LedgerSnapshot;
import dev.oncegate.replay.ReadAhead;
import dev.oncegate.replay.Recording;
import dev.oncegate.replay.Replay;
import dev.oncegate.replay.ReplayTotals;
import dev.oncegate.replay.report.Report;
import dev.oncegate.rules.CompiledRulebook;
import dev.oncegate.rules.LoadResult;
import dev.oncegate.rules.ResponsibleCells;
import dev.oncegate.rules.RuleUsage;
import dev.oncegate.rules.RulebookJson;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
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
  private static final Path STANDARD_INPUT_OR_OUTPUT = Path.of("-");

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
      names = "--report",
      paramLabel = "FILE",
      description = {
        "Writes one self-contained HTML page: totals, the decision tree with its counts, coverage,",
        "and what differs from --baseline and --golden."
      })
  private @Nullable Path report;

  @Option(
      names = "--baseline",
      paramLabel = "DIR",
      description = {
        "The tables of today: who would newly get a message, no longer get one, or get one again?",
        "Exit code 1 if anything else goes out."
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
  public Integer call() throws UnusableInputException, InvalidRecordingException, IOException {
    refuseContradictions();
    Integrations integrations = IntegrationsFile.read(config);
    LoadResult candidate = TablesDirectory.read(tables);
    LoadResult before = baseline == null ? candidate : TablesDirectory.read(baseline);
    if (!(candidate instanceof LoadResult.Accepted next)
        || !(before instanceof LoadResult.Accepted now)) {
      return refuse(before, candidate);
    }
    CompiledRulebook rulebook = next.rulebook();
    CompiledRulebook today = baseline == null ? null : now.rulebook();
    Backtest backtest = today == null ? null : backtest(integrations, today, rulebook);
    var replay = new Replay(integrations, rulebook);
    if (from != null && backtest != null) {
      backtest.beginWith(new LedgerSnapshot(from));
    } else if (from != null) {
      replay.beginWith(new LedgerSnapshot(from));
    }
    var exercise = new RuleUsage(rulebook);
    var totals = new ReplayTotals();
    var progress = new Progress(CommandOutput.errors(spec));
    try (var updates = new ReadAhead(Recording.open(input));
        GoldenDecisions expected =
            golden == null || updateGolden ? null : GoldenDecisions.open(golden);
        ReplayOutputs outputs =
            ReplayOutputs.create(decisions, events, updateGolden ? golden : null, report)) {
      for (ProfileUpdate update = updates.next(); update != null; update = updates.next()) {
        Outcome outcome = backtest == null ? replay.step(update) : backtest.step(update);
        outputs.write(outcome, expected);
        outcome.decisions().forEach(decision -> exercise.decided(decision.situation()));
        totals.add(outcome);
        progress.at(totals.updates());
      }
      if (expected != null) {
        expected.end();
      }
      var answers =
          new Report(
              subject(rulebook, today),
              totals,
              exercise.deciding(),
              exercise.routing(),
              requireCoverage == null ? 0 : requireCoverage,
              backtest == null ? null : backtest.difference(),
              expected);
      outputs.write(answers);
      outputs.finish();
      return answer(new ReplaySummary(answers, progress.rate(totals.updates()), explain()));
    }
  }

  private int refuse(LoadResult before, LoadResult candidate) {
    var refused = new RefusedTables();
    if (baseline != null) {
      refused.add("baseline", baseline, before);
    }
    refused.add("tables", tables, candidate);
    PrintWriter out = answers();
    out.println(
        json
            ? RulebookJson.of(Map.of("refused", RulebookJson.refused(refused.findings())))
            : refused);
    out.flush();
    return 1;
  }

  private static Backtest backtest(
      Integrations integrations, CompiledRulebook today, CompiledRulebook rulebook) {
    var cells = new ResponsibleCells(today, rulebook);
    return new Backtest(
        integrations,
        today,
        rulebook,
        (before, after) -> cells.of(after.situation(), before.verdict().row()));
  }

  private String explain() {
    return "./oncegate explain --config "
        + config
        + " --input "
        + input
        + (tables == null ? "" : " --tables " + tables);
  }

  /** Names without their directories: a report may leave the house, and is the same everywhere. */
  private Report.ReportSubject subject(
      CompiledRulebook rulebook, @Nullable CompiledRulebook today) {
    return new Report.ReportSubject(
        nameOf(input),
        nameOf(config),
        tables == null ? "those that ship with the program" : nameOf(tables),
        rulebook.hash(),
        baseline == null ? null : nameOf(baseline),
        today == null ? null : today.hash(),
        golden == null || updateGolden ? null : nameOf(golden));
  }

  private static String nameOf(Path file) {
    Path name = file.toAbsolutePath().normalize().getFileName();
    return file.equals(STANDARD_INPUT_OR_OUTPUT) ? "standard input" : String.valueOf(name);
  }

  private void refuseContradictions() throws UnusableInputException {
    refuseSharedFiles();
    if (json && baseline == null) {
      throw new UnusableInputException(
          "--json prints the difference to a --baseline, and none is given");
    }
    if (requireCoverage != null && !(requireCoverage >= 0 && requireCoverage <= 100)) {
      throw new UnusableInputException("--require-coverage is a percentage, from 0 to 100");
    }
    if (updateGolden && golden == null) {
      throw new UnusableInputException(
          "--update-golden writes the --golden file, and none is given");
    }
  }

  private void refuseSharedFiles() throws UnusableInputException {
    var options = new HashMap<Path, String>();
    var files = new LinkedHashMap<String, @Nullable Path>();
    files.put("--decisions", decisions);
    files.put("--events", events);
    files.put("--report", report);
    files.put("--golden", golden);
    for (var file : files.entrySet()) {
      Path path = file.getValue();
      String other = path == null ? null : options.put(path.normalize(), file.getKey());
      if (other != null) {
        throw new UnusableInputException(
            other + " and " + file.getKey() + " cannot both be written to " + path);
      }
    }
  }

  private int answer(ReplaySummary summary) {
    PrintWriter out = answers();
    if (json) {
      summary.printDifferenceAsJson(out);
      PrintWriter err = CommandOutput.errors(spec);
      summary.printOtherFailures(err);
      err.flush();
    } else {
      summary.print(out, coverage || requireCoverage != null);
    }
    out.flush();
    return summary.isAsWished() ? 0 : 1;
  }

  /** Where the answer goes: standard output, unless that is for lines. */
  private PrintWriter answers() {
    boolean lines = Stream.of(decisions, events, report).anyMatch(STANDARD_INPUT_OR_OUTPUT::equals);
    return lines ? CommandOutput.errors(spec) : CommandOutput.of(spec);
  }
}
