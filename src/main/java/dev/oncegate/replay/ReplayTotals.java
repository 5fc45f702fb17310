package dev.oncegate.replay;

import dev.oncegate.core.Outcome;
import dev.oncegate.core.decide.Decision;
import dev.oncegate.core.decide.Verdict;
import dev.oncegate.core.update.Destination;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How much was decided, and how. */
public final class ReplayTotals {

  /** How many decisions came out one way. */
  public record Count(String action, String reason, long decisions) {}

  /** What became of the updates for one destination. */
  public record OfDestination(Destination destination, long sends, long drops, long parks) {
    public long decisions() {
      return sends + drops + parks;
    }
  }

  /** How many decisions to send left along a route. */
  public record OfRoute(String route, long sends) {}

  private record Way(String action, String reason) {}

  private static final class DestinationTally {
    private final Destination destination;
    private long sends;
    private long drops;
    private long parks;

    DestinationTally(Destination destination) {
      this.destination = destination;
    }
  }

  private final Map<Way, long[]> ways = new HashMap<>();
  private final Map<String, DestinationTally> destinations = new HashMap<>();
  private final Map<String, long[]> routes = new TreeMap<>();
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
      Destination destination = decision.destination();
      DestinationTally tally =
          destinations.computeIfAbsent(destination.id(), _ -> new DestinationTally(destination));
      switch (verdict) {
        case Verdict.Send send -> {
          tally.sends++;
          routes.computeIfAbsent(send.route().word(), _ -> new long[1])[0]++;
        }
        case Verdict.Drop _ -> tally.drops++;
        case Verdict.Park _ -> tally.parks++;
      }
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

  /** By destination, in the order of their ids; those that nothing was decided for are left out. */
  public List<OfDestination> byDestination() {
    return destinations.values().stream()
        .map(tally -> new OfDestination(tally.destination, tally.sends, tally.drops, tally.parks))
        .sorted(Comparator.comparing(OfDestination::destination, Destination.BY_ID))
        .toList();
  }

  /** By route, in the order of their words. */
  public List<OfRoute> byRoute() {
    return routes.entrySet().stream()
        .map(entry -> new OfRoute(entry.getKey(), entry.getValue()[0]))
        .toList();
  }
}
