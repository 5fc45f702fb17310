package dev.oncegate.cli;

import dev.oncegate.replay.DifferenceWriter;
import dev.oncegate.replay.GoldenDecisions;
import dev.oncegate.replay.ReplayTotals;
import dev.oncegate.replay.report.Report;
import dev.oncegate.rules.RuleUsage;
import java.io.PrintWriter;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a replay has to say, for a terminal.
 *
 * @param rate how many updates in what time
 * @param explain the command that explains what becomes of a person, as far as it is known
 */
record ReplaySummary(Report answers, String rate, String explain) {

  /** Whether nothing differs that was not to differ, and enough of the rulebook was used. */
  boolean isAsWished() {
    return (answers.difference() == null || answers.difference().isNone())
        && (answers.golden() == null || answers.golden().count() == 0)
        && answers.isCovered();
  }

  void printDifferenceAsJson(PrintWriter out) {
    if (answers.difference() != null) {
      out.println(DifferenceWriter.json(answers.difference()));
    }
  }

  void print(PrintWriter out, boolean withCoverage) {
    ReplayTotals totals = answers.totals();
    out.println(rate);
    out.printf(
        "%,d decisions, %,d events, rulebook %s%n",
        totals.decisions(), totals.events(), answers.subject().rulebook());
    for (ReplayTotals.Count count : totals.counts()) {
      out.printf("  %-5s %-22s %,12d%n", count.action(), count.reason(), count.decisions());
    }
    if (answers.golden() != null) {
      printGolden(answers.golden(), out);
    }
    if (withCoverage) {
      printCoverage(out);
    }
    if (answers.difference() != null) {
      out.print(DifferenceWriter.text(answers.difference(), explain));
    }
  }

  private static void printGolden(GoldenDecisions golden, PrintWriter out) {
    out.println(inWords(golden));
    for (GoldenDecisions.Mismatch difference : golden.differences()) {
      out.printf("line %d%s%n", difference.line(), fieldsOf(difference));
      out.println(
          "  expected: " + (difference.expected() == null ? "nothing" : difference.expected()));
      out.println(
          "  decided:  " + (difference.decided() == null ? "nothing" : difference.decided()));
    }
    if (golden.count() > golden.differences().size()) {
      out.printf("and %,d more%n", golden.count() - golden.differences().size());
    }
  }

  private static String inWords(GoldenDecisions golden) {
    return golden.count() == 1
        ? "1 line differs from the golden file"
        : "%,d lines differ from the golden file".formatted(golden.count());
  }

  private static String fieldsOf(GoldenDecisions.Mismatch difference) {
    return difference.expected() == null || difference.decided() == null
        ? ""
        : difference.fields().stream()
            .map(GoldenDecisions.MismatchedField::name)
            .collect(Collectors.joining(", ", ", in ", ""));
  }

  /** What else the answer is no for, where the difference alone is printed, for a program. */
  void printOtherFailures(PrintWriter err) {
    if (answers.golden() != null && answers.golden().count() > 0) {
      err.println(inWords(answers.golden()));
    }
    if (!answers.isCovered()) {
      err.println(coverage());
    }
  }

  /** {@code 11 of 12 rows and DRL rules were used (91.7 %), 95.0 % were required}. */
  private String coverage() {
    List<RuleUsage.Use> uses = answers.uses();
    long used = uses.stream().filter(use -> use.decisions() > 0).count();
    String required =
        answers.isCovered() ? "" : ", %.1f %% were required".formatted(answers.requiredCoverage());
    return "%d of %d rows and DRL rules were used (%.1f %%)%s"
        .formatted(used, uses.size(), RuleUsage.percent(uses), required);
  }

  private void printCoverage(PrintWriter out) {
    out.println(coverage());
    for (RuleUsage.Use use : answers.uses()) {
      String decisions = use.decisions() == 0 ? "never" : "%,d".formatted(use.decisions());
      out.printf("  %12s  %s  %s%n", decisions, use.row().address(), use.row().sentence());
      for (RuleUsage.UsedWord idle : use.idleWords()) {
        out.printf("  %12s  %s%n", "never", idle);
      }
    }
  }
}
