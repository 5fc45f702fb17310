package dev.oncegate.replay.report;

import dev.oncegate.replay.Backtest.Impact;
import dev.oncegate.replay.GoldenDecisions;
import dev.oncegate.replay.ReplayTotals;
import dev.oncegate.rules.RuleUsage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a replay answered, to be written as one HTML file. The same answers make the same bytes.
 *
 * @param deciding how every rule that decides was used, in the order in which they are asked
 * @param routing the same of every rule that routes
 * @param requiredCoverage how many of a hundred rules were to be used; 0 if nobody asked
 * @param difference to the baseline, if there is one
 * @param golden the expected decisions, if there are any
 */
public record Report(
    ReportSubject subject,
    ReplayTotals totals,
    List<RuleUsage.Use> deciding,
    List<RuleUsage.Use> routing,
    double requiredCoverage,
    @Nullable Impact difference,
    @Nullable GoldenDecisions golden) {

  /**
   * What was replayed, by names of files and hashes of rulebooks.
   *
   * @param baseline the hash of the rulebook it is held against, if there is one
   */
  public record ReportSubject(
      String input,
      String config,
      String tables,
      String rulebook,
      @Nullable String baselineTables,
      @Nullable String baseline,
      @Nullable String golden) {}

  public Report {
    deciding = List.copyOf(deciding);
    routing = List.copyOf(routing);
  }

  /** The page in UTF-8. */
  public byte[] html() {
    return new ReportPage(this).html().getBytes(StandardCharsets.UTF_8);
  }

  /** Whether as many of the rules were used as was required. */
  public boolean isCovered() {
    return RuleUsage.percent(uses()) >= requiredCoverage;
  }

  /** How every rule was used: those that decide, then those that route. */
  public List<RuleUsage.Use> uses() {
    var uses = new ArrayList<>(deciding);
    uses.addAll(routing);
    return uses;
  }
}
