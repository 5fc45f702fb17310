package dev.oncegate.rules;

import dev.oncegate.rules.proof.RulebookFinding;
import dev.oncegate.rules.proof.Verdicts;
import dev.oncegate.rules.sheet.TableProblem;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What became of files that were to be a rulebook. */
public sealed interface LoadResult {

  /** The hash of the files, whatever became of them. */
  String hash();

  /** What the analysis found; nothing where the files could not be read. */
  List<RulebookFinding> findings();

  /** What it answers; null where the files could not be read. */
  @Nullable Verdicts verdicts();

  /**
   * It can be in force.
   *
   * @param files what it was made of
   * @param findings dead and redundant rows
   */
  record Accepted(RulebookFiles files, CompiledRulebook rulebook, List<RulebookFinding> findings)
      implements LoadResult {
    public Accepted {
      findings = List.copyOf(findings);
    }

    @Override
    public String hash() {
      return rulebook.hash();
    }

    @Override
    public Verdicts verdicts() {
      return rulebook.verdicts();
    }
  }

  /**
   * It must not be in force.
   *
   * @param problems what is wrong with the files themselves; when there are none, the findings say
   *     why it is refused
   * @param verdicts what it would answer, if it could be read
   */
  record Refused(
      String hash,
      List<TableProblem> problems,
      List<RulebookFinding> findings,
      @Nullable Verdicts verdicts)
      implements LoadResult {
    public Refused {
      problems = List.copyOf(problems);
      findings = List.copyOf(findings);
    }
  }
}
