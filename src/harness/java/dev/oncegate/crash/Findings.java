package dev.oncegate.crash;

import dev.oncegate.crash.Recoveries.Strike;
import dev.oncegate.crash.check.NothingLost;
import dev.oncegate.crash.check.NothingTwice;
import dev.oncegate.crash.check.SameVerdicts;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a run came to.
 *
 * @param input how many updates there were, repeats included
 * @param there what a reader finds in the end
 * @param unlike where the reader that looked on all the while saw something else
 * @param missed faults for which nobody came to the point in time
 * @param fedAt when each message was fed last
 * @param endedByThemselves how often a process ended without being told
 */
record Findings(
    int input,
    History there,
    List<NothingTwice.Duplicate> duplicates,
    List<NothingLost.Omission> omissions,
    List<NothingTwice.Duplicate> decidedTwice,
    List<NothingLost.Omission> undecided,
    List<SameVerdicts.Difference> logDiffers,
    List<String> unlike,
    List<Strike> strikes,
    Map<Fault, Integer> missed,
    Map<String, Long> fedAt,
    int endedByThemselves,
    Duration took) {
  private static final int SHOWN = 5;

  boolean isClean() {
    return duplicates.isEmpty()
        && omissions.isEmpty()
        && decidedTwice.isEmpty()
        && undecided.isEmpty()
        && logDiffers.isEmpty()
        && unlike.isEmpty();
  }

  /** All of them, a line each. */
  List<String> inWords() {
    var words = new ArrayList<String>();
    duplicates.forEach(
        it -> words.add("too many: " + it.send() + ", expected " + it.expectation()));
    omissions.forEach(it -> words.add("missing " + it.missing() + ": " + it.expectation()));
    decidedTwice.forEach(it -> words.add("decided too often: " + it.send()));
    undecided.forEach(it -> words.add("decided too seldom: " + it.expectation()));
    logDiffers.forEach(it -> words.add("log and events differ: " + it));
    words.addAll(unlike);
    return words;
  }

  void print(PrintStream out) {
    Map<Fault, Integer> twice = new EnumMap<>(Fault.class);
    Map<Fault, Integer> lost = new EnumMap<>(Fault.class);
    int twiceElsewhere = 0;
    for (NothingTwice.Duplicate it : duplicates) {
      twiceElsewhere += count(twice, lastBefore(it.send().timestamp()), 1);
    }
    int lostElsewhere = 0;
    for (NothingLost.Omission it : omissions) {
      long fed = fedAt.getOrDefault(it.expectation().messageIds().iterator().next(), 0L);
      lostElsewhere += count(lost, firstAfter(fed), it.missing());
    }
    String line = "%-42s %6s %11s %10s %10s %10s %10s%n";
    out.printf(line, "fault", "times", "duplicates", "omissions", "first", "p50", "max");
    for (Fault fault : Fault.values()) {
      List<Duration> recoveries =
          strikes.stream()
              .filter(strike -> strike.fault == fault)
              .map(Strike::recovery)
              .sorted()
              .toList();
      String times = Integer.toString(recoveries.size());
      int avoided = missed.getOrDefault(fault, 0);
      out.printf(
          line,
          fault.words(),
          avoided == 0 ? times : times + "(-" + avoided + ")",
          twice.getOrDefault(fault, 0),
          lost.getOrDefault(fault, 0),
          median(fault, Strike::firstDecision),
          median(fault, Strike::recovery),
          recoveries.isEmpty() ? "-" : seconds(recoveries.get(recoveries.size() - 1)));
    }
    if (twiceElsewhere + lostElsewhere > 0) {
      out.printf(
          line, "before any fault, or after all", "", twiceElsewhere, lostElsewhere, "", "", "");
    }
    out.println();
    out.printf(
        "%,d updates in, %,d sends and %,d decisions out, by %d rulebooks, in %s.%n",
        input,
        there.sends().size(),
        there.decisions().size(),
        there.rulebooks().size(),
        seconds(took));
    out.printf(
        "Decision log: %d too many, %d missing, %d that differ from the events.%n",
        decidedTwice.size(), undecided.size(), logDiffers.size());
    out.printf(
        "A reader that looked on all the while saw %s.%n",
        unlike.isEmpty() ? "the same" : "something else in " + unlike.size() + " places");
    if (endedByThemselves > 0) {
      out.printf("Processes that ended without being told: %d.%n", endedByThemselves);
    }
    List<String> words = inWords();
    words.stream().limit(SHOWN).forEach(word -> out.println("  " + word));
    if (words.size() > SHOWN) {
      out.printf("  and %,d more%n", words.size() - SHOWN);
    }
  }

  private String median(Fault fault, Function<Strike, Duration> duration) {
    List<Duration> all =
        strikes.stream().filter(it -> it.fault == fault).map(duration).sorted().toList();
    return all.isEmpty() ? "-" : seconds(all.get(all.size() / 2));
  }

  private static int count(Map<Fault, Integer> counts, @Nullable Strike strike, int count) {
    if (strike == null) {
      return count;
    }
    counts.merge(strike.fault, count, Integer::sum);
    return 0;
  }

  private @Nullable Strike lastBefore(long timestamp) {
    Strike last = null;
    for (Strike strike : strikes) {
      if (strike.at <= timestamp) {
        last = strike;
      }
    }
    return last;
  }

  private @Nullable Strike firstAfter(long timestamp) {
    for (Strike strike : strikes) {
      if (strike.at >= timestamp) {
        return strike;
      }
    }
    return null;
  }

  private static String seconds(Duration duration) {
    return String.format("%.1f s", duration.toMillis() / 1000.0);
  }
}
