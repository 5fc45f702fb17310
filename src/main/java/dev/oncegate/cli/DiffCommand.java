package dev.oncegate.cli;

import dev.oncegate.core.decide.Row;
import dev.oncegate.rules.Difference;
import dev.oncegate.rules.Load;
import dev.oncegate.rules.RulebookFiles;
import dev.oncegate.rules.RulebookLoader;
import dev.oncegate.rules.proof.Verdicts;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Tells every situation whose verdict differs between two directories of tables. */
@Command(
    name = "diff",
    description = {
      "Compares two rulebooks in every situation that either can tell apart, and groups what",
      "differs by its conditions.",
      "Exit code 0: no difference; 1: differences; 2: one of them cannot be read."
    },
    mixinStandardHelpOptions = true)
public final class DiffCommand implements Callable<Integer> {

  @Option(
      names = "--baseline",
      paramLabel = "DIR",
      required = true,
      description = "The directory of the tables to compare with.")
  private Path baseline = Path.of("");

  @Option(
      names = "--tables",
      paramLabel = "DIR",
      required = true,
      description = "The directory of the tables that may replace them.")
  private Path tables = Path.of("");

  @Option(names = "--json", description = "Print JSON for other programs.")
  private boolean json;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    Load before = load(baseline);
    Load after = load(tables);
    if (before == null || after == null) {
      return 2;
    }
    Verdicts verdictsBefore = verdicts(before);
    Verdicts verdictsAfter = verdicts(after);
    if (verdictsBefore == null || verdictsAfter == null) {
      return 2;
    }
    long situations = Difference.situations(verdictsBefore, verdictsAfter);
    if (situations > RulebookLoader.SITUATIONS) {
      CommandOutput.errors(spec)
          .println(
              "oncegate diff: together they tell apart "
                  + situations
                  + " situations, more than the limit of "
                  + RulebookLoader.SITUATIONS);
      return 2;
    }
    Difference difference = Difference.between(verdictsBefore, verdictsAfter);
    PrintWriter out = CommandOutput.of(spec);
    if (json) {
      out.println(RulebookJson.of(RulebookJson.diff(before.hash(), after.hash(), difference)));
    } else {
      out.println(inWords(difference));
    }
    out.flush();
    return difference.groups().isEmpty() ? 0 : 1;
  }

  private @Nullable Load load(Path directory) {
    try {
      Load load = RulebookLoader.load(RulebookFiles.ofDirectory(directory));
      if (load instanceof Load.Refused refused) {
        refused
            .problems()
            .forEach(problem -> CommandOutput.errors(spec).println(directory + ": " + problem));
      }
      return load;
    } catch (IOException _) {
      CommandOutput.errors(spec).println("oncegate diff: cannot read the directory " + directory);
      return null;
    }
  }

  /** What a rulebook answers, also where it is refused for what it answers. */
  private static @Nullable Verdicts verdicts(Load load) {
    return switch (load) {
      case Load.Accepted accepted -> accepted.rulebook().verdicts();
      case Load.Refused refused -> refused.verdicts();
    };
  }

  private static String inWords(Difference difference) {
    int all = difference.space().size();
    if (difference.groups().isEmpty()) {
      return "no difference in any of " + all + " situations";
    }
    var text = new StringBuilder();
    for (Difference.Group group : difference.groups()) {
      text.append("for ").append(group.situations().inWords()).append(":\n  ");
      text.append(inWords(group.before())).append(" → ").append(inWords(group.after()));
      int situations = group.situations().size();
      text.append(", ").append(situations).append(situations == 1 ? " situation" : " situations");
      text.append("\n  before: ").append(inWords(group.rowsBefore()));
      text.append("\n  after:  ").append(inWords(group.rowsAfter())).append("\n\n");
    }
    text.append(difference.changed()).append(" of ").append(all).append(" situations differ");
    return text.toString();
  }

  private static String inWords(Difference.@Nullable Outcome outcome) {
    return outcome == null ? "no answer" : outcome.toString();
  }

  private static String inWords(List<Row> rows) {
    var words = new ArrayList<String>();
    rows.forEach(row -> words.add(row.address() + " (" + row.sentence() + ")"));
    return words.isEmpty() ? "no row" : String.join(", ", words);
  }
}
