package dev.oncegate.cli;

import dev.oncegate.core.decide.RuleRef;
import dev.oncegate.rules.Difference;
import dev.oncegate.rules.LoadResult;
import dev.oncegate.rules.RulebookJson;
import dev.oncegate.rules.RulebookLoader;
import dev.oncegate.rules.VerdictInWords;
import dev.oncegate.rules.proof.Verdicts;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
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
      "Exit code 0: no difference; 1: differences, or one would be refused; 2: one cannot be read."
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
  public Integer call() throws UnusableInputException {
    return compare(TablesDirectory.read(baseline), TablesDirectory.read(tables));
  }

  private int compare(LoadResult before, LoadResult after) throws UnusableInputException {
    var refused = new RefusedTables();
    refused.add("baseline", baseline, before);
    refused.add("tables", tables, after);
    // Which of two rows answers that nothing ranks, no difference can say.
    Difference difference =
        refused.hasConflicts() ? null : between(verdicts(before), verdicts(after));
    PrintWriter out = CommandOutput.of(spec);
    if (json) {
      out.println(
          RulebookJson.of(
              RulebookJson.diff(before.hash(), after.hash(), refused.findings(), difference)));
    } else {
      if (!refused.isEmpty()) {
        out.println(refused);
      }
      out.println(
          difference == null
              ? "not compared: where rows conflict, nothing says which of them answers"
              : inWords(difference));
    }
    out.flush();
    return refused.isEmpty() && difference != null && difference.groups().isEmpty() ? 0 : 1;
  }

  private static Difference between(Verdicts before, Verdicts after) throws UnusableInputException {
    long situations = Difference.situations(before, after);
    if (situations > RulebookLoader.SITUATIONS) {
      throw new UnusableInputException(
          "together they tell apart "
              + situations
              + " situations, more than the limit of "
              + RulebookLoader.SITUATIONS);
    }
    return Difference.between(before, after);
  }

  /** What a rulebook answers, also where it is refused for what it answers. */
  private static Verdicts verdicts(LoadResult load) {
    return Objects.requireNonNull(load.verdicts(), "what can be read has verdicts");
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

  private static String inWords(@Nullable VerdictInWords verdict) {
    return verdict == null ? "no answer" : verdict.toString();
  }

  private static String inWords(List<RuleRef> rows) {
    var words = new ArrayList<String>();
    rows.forEach(row -> words.add(row.address() + " (" + row.sentence() + ")"));
    return words.isEmpty() ? "no row" : String.join(", ", words);
  }
}
