package dev.oncegate.rules;

import dev.oncegate.rules.proof.RulebookFinding;
import dev.oncegate.rules.sheet.TableProblem;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which rulebook is in force, and what keeps a newer one from it.
 *
 * @param hash of the rulebook in force; null where none is
 * @param source where it came from, or is to come from
 * @param problems why the newest version is refused; empty while all is well
 * @param warnings words of the rulebook in force that no destination and no space has
 */
public record RulebookStatus(
    @Nullable String hash, Source source, List<Trouble> problems, List<Trouble> warnings) {

  /** Where a rulebook comes from. */
  public enum Source {
    /** Inside the program. */
    SHIPPED,
    /** The directory that each instance watches. */
    DIRECTORY,
    /** The last good version of a directory, kept for instances that start with a bad one. */
    KEPT,
    /** Uploaded, and the same on every instance. */
    UPLOADED
  }

  /**
   * One thing that is wrong with a version that is not in force.
   *
   * @param address {@code file!sheet!cell}, as far as it is known
   */
  public record Trouble(String address, String sentence) {
    @Override
    public String toString() {
      return address + ": " + sentence;
    }
  }

  public RulebookStatus {
    problems = List.copyOf(problems);
    warnings = List.copyOf(warnings);
  }

  /** One that warns of nothing. */
  public RulebookStatus(@Nullable String hash, Source source, List<Trouble> problems) {
    this(hash, source, problems, List.of());
  }

  /** The same with warnings. */
  public RulebookStatus warning(List<Trouble> words) {
    return new RulebookStatus(hash, source, problems, words);
  }

  /**
   * {@code ok}; {@code degraded} while a version that somebody wants in force is not, and an older
   * one is; {@code none} while there is no rulebook, and nothing is decided.
   */
  public String state() {
    if (hash == null) {
      return "none";
    }
    return isDegraded() ? "degraded" : "ok";
  }

  /** Whether a version that somebody wants in force is not. */
  public boolean isDegraded() {
    return !problems.isEmpty();
  }

  /** Why a version cannot be in force; empty if it can. */
  public static List<Trouble> troubles(LoadResult load) {
    var troubles = new ArrayList<Trouble>();
    switch (load) {
      case LoadResult.Accepted _ -> {}
      case LoadResult.Refused refused -> {
        for (TableProblem problem : refused.problems()) {
          troubles.add(new Trouble(problem.address(), problem.sentence()));
        }
        for (RulebookFinding finding : refused.findings()) {
          if (finding.kind().refuses()) {
            troubles.add(new Trouble(finding.address(), finding.sentence()));
          }
        }
      }
    }
    return troubles;
  }
}
