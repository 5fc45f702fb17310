package dev.oncegate.cli;

import dev.oncegate.rules.LoadResult;
import dev.oncegate.rules.proof.RulebookFinding;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** The rulebooks of a comparison that can be read, but would be refused for what they answer. */
final class RefusedTables {
  private final Map<String, List<RulebookFinding>> findings = new LinkedHashMap<>();
  private final StringJoiner words = new StringJoiner(System.lineSeparator());

  /**
   * Looks at one of the rulebooks.
   *
   * @param side {@code baseline} or {@code tables}
   * @param directory null for the tables that ship
   */
  void add(String side, @Nullable Path directory, LoadResult load) {
    if (load instanceof LoadResult.Refused refused) {
      findings.put(side, refusing(refused));
      words.add(inWords(directory, refused));
    }
  }

  boolean isEmpty() {
    return findings.isEmpty();
  }

  /** Whether any has rows that nothing ranks, so that nobody can say what it answers. */
  boolean hasConflicts() {
    return findings.values().stream()
        .flatMap(List::stream)
        .anyMatch(finding -> finding.kind() == RulebookFinding.Kind.CONFLICT);
  }

  /** By side, what each is refused for. */
  Map<String, List<RulebookFinding>> findings() {
    return findings;
  }

  @Override
  public String toString() {
    return words.toString();
  }

  /** That it is refused, and every problem and finding for it, each on a line of its own. */
  static String inWords(@Nullable Path directory, LoadResult.Refused refused) {
    var lines = new ArrayList<String>();
    lines.add((directory == null ? "the shipped tables" : directory) + ": the rulebook is refused");
    refused.problems().forEach(problem -> lines.add("  " + problem));
    for (RulebookFinding finding : refusing(refused)) {
      lines.add("  " + finding.address() + ": " + finding.kind() + ": " + finding.sentence());
    }
    return String.join(System.lineSeparator(), lines);
  }

  private static List<RulebookFinding> refusing(LoadResult.Refused refused) {
    return refused.findings().stream().filter(finding -> finding.kind().refuses()).toList();
  }
}
