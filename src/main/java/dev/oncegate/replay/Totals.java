package dev.oncegate.replay;

import dev.oncegate.core.Outcome;
import dev.oncegate.core.decide.Decision;
import dev.oncegate.core.decide.Verdict;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How much was decided, and how. */
public final class Totals {

  /** How many decisions came out one way. */
  public record Count(String action, String reason, long decisions) {}

  private record Way(String action, String reason) {}

  private final Map<Way, long[]> ways = new HashMap<>();
  private long updates;
  private long decisions;
  private long events;

  public void add(Outcome outcome) {
    updates++;
    events += outcome.eventCount();
    for (Decision decision : outcome.decisions()) {
      decisions++;
      Verdict verdict = decision.verdict();
      ways.computeIfAbsent(new Way(verdict.action(), verdict.reason().word()), _ -> new long[1])[
          0]++;
    }
  }

  public long updates() {
    return updates;
  }

  public long decisions() {
    return decisions;
  }

  public long events() {
    return events;
  }

  /** By action and reason: sends first, and the most frequent of an action first. */
  public List<Count> counts() {
    return ways.entrySet().stream()
        .map(
            entry ->
                new Count(entry.getKey().action(), entry.getKey().reason(), entry.getValue()[0]))
        .sorted(
            Comparator.comparing(Count::action)
                .reversed()
                .thenComparing(Count::decisions, Comparator.reverseOrder())
                .thenComparing(Count::reason))
        .toList();
  }
}
