package dev.oncegate.cli;

import dev.oncegate.codec.IntegrationsFile;
import dev.oncegate.core.update.Integrations;
import dev.oncegate.rules.LoadResult;
import dev.oncegate.rules.RulebookFiles;
import dev.oncegate.rules.RulebookJson;
import dev.oncegate.rules.RulebookLoader;
import dev.oncegate.rules.UnknownWords;
import dev.oncegate.rules.proof.RulebookFinding;
import dev.oncegate.rules.proof.Verdicts;
import dev.oncegate.rules.sheet.TableProblem;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Proves a directory of tables over every situation, and says what is wrong with it. */
@Command(
    name = "check",
    description = {
      "Reads tables, has every situation decided, and looks for gaps, conflicts, broken safety",
      "properties, dead rows and redundant rows.",
      "Exit code 0: nothing found, or warnings alone; 1: findings; 2: the tables cannot be read."
    },
    mixinStandardHelpOptions = true)
public final class CheckCommand implements Callable<Integer> {

  @Option(
      names = "--tables",
      paramLabel = "DIR",
      description = "The directory of the tables; by default the tables that ship.")
  private @Nullable Path tables;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "integrations.json: warns of words that no destination and no space has.")
  private @Nullable Path config;

  @Option(names = "--json", description = "Print JSON for other programs.")
  private boolean json;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "How many situations there may be; by default ${DEFAULT-VALUE}.",
      defaultValue = "" + RulebookLoader.SITUATIONS)
  private int limit;

  @Option(
      names = "--verbose",
      description = "Name the files of the directory that are passed over.")
  private boolean verbose;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws UnusableInputException {
    PrintWriter out = CommandOutput.of(spec);
    Integrations integrations = config == null ? null : IntegrationsFile.read(config);
    RulebookFiles files = files();
    LoadResult load = RulebookLoader.load(files, limit, RulebookLoader.TOPIC);
    if (verbose) {
      // Beside JSON, which is for programs, they are for a person who reads along.
      PrintWriter told = json ? CommandOutput.errors(spec) : out;
      files.passedOver().forEach(name -> told.println("passed over: " + name));
      told.flush();
    }
    Verdicts verdicts = load.verdicts();
    List<TableProblem> warnings =
        integrations == null || verdicts == null
            ? List.of()
            : UnknownWords.of(verdicts, integrations);
    out.println(
        json ? RulebookJson.of(RulebookJson.check(load, warnings)) : inWords(load, warnings));
    out.flush();
    boolean unreadable =
        load instanceof LoadResult.Refused refused && !refused.problems().isEmpty();
    return unreadable ? 2 : load.findings().isEmpty() ? 0 : 1;
  }

  private RulebookFiles files() throws UnusableInputException {
    try {
      return tables == null ? RulebookFiles.shipped() : RulebookFiles.ofDirectory(tables);
    } catch (IOException e) {
      throw new UnusableInputException("oncegate check: cannot read the directory " + tables, e);
    }
  }

  private static String inWords(LoadResult load, List<TableProblem> warnings) {
    var text = new StringBuilder();
    for (TableProblem warning : warnings) {
      text.append("warning at ").append(warning.address());
      text.append("\n  ").append(warning.sentence()).append("\n\n");
    }
    switch (load) {
      case LoadResult.Accepted accepted -> {
        append(text, load);
        text.append("rulebook ").append(load.hash()).append(": every one of ");
        text.append(accepted.rulebook().space().size()).append(" situations is decided");
        text.append(load.findings().isEmpty() ? ", nothing found" : "");
      }
      case LoadResult.Refused refused -> {
        for (TableProblem problem : refused.problems()) {
          text.append(problem).append('\n');
        }
        append(text, load);
        text.append("this rulebook is refused");
      }
    }
    return text.toString();
  }

  private static void append(StringBuilder text, LoadResult load) {
    for (RulebookFinding finding : load.findings()) {
      text.append(finding.kind()).append(" at ").append(finding.address());
      text.append("\n  ").append(finding.sentence()).append('\n');
      if (finding.witness() != null) {
        text.append("  for example: ").append(finding.witnessInWords()).append('\n');
        text.append("  situations: ").append(finding.situations()).append('\n');
      }
      text.append('\n');
    }
  }
}
