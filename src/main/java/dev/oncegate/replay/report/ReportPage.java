package dev.oncegate.replay.report;

import static dev.oncegate.replay.report.ReportTemplates.grouped;

import dev.oncegate.core.decide.RuleRef;
import dev.oncegate.core.update.Destination;
import dev.oncegate.replay.Backtest.Fate;
import dev.oncegate.replay.Backtest.Impact;
import dev.oncegate.replay.Backtest.ImpactGroup;
import dev.oncegate.replay.GoldenDecisions;
import dev.oncegate.replay.ReplayTotals;
import dev.oncegate.rules.RuleUsage;
import dev.oncegate.rules.RuleUsage.Use;
import dev.oncegate.rules.RuleUsage.UsedWord;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What the templates of the page are filled in with: the answers first, then what differs, then how
 * it was decided, then what was used.
 */
final class ReportPage {
  /** How many groups of people are shown. */
  static final int GROUPS = 100;

  /** How many destinations have a line of their own. */
  static final int DESTINATIONS = 200;

  private final Report report;

  ReportPage(Report report) {
    this.report = report;
  }

  String html() {
    var data = new HashMap<String, Object>();
    data.put("style", ReportTemplates.styleSheet());
    data.put("input", report.subject().input());
    data.put("answers", answers());
    data.put("figures", figures());
    if (report.difference() != null) {
      data.put("difference", difference(report.difference()));
    }
    if (report.golden() != null && report.golden().count() > 0) {
      data.put("golden", golden(report.golden()));
    }
    data.put(
        "tree",
        new FlowDiagram("tree", "The decision tree with counts", "decisions", report.deciding())
            .data());
    if (report.routing().size() > 1) {
      data.put(
          "routes",
          new FlowDiagram(
                  "routes", "The routing rules with counts", "decisions to send", report.routing())
              .data());
    }
    data.put("totals", totals());
    data.put("coverage", coverage());
    data.put("facts", facts());
    return ReportTemplates.render("report/page", data);
  }

  /** What was asked, and whether the answer is yes: a line each. */
  private List<Map<String, ?>> answers() {
    var answers = new ArrayList<Map<String, ?>>();
    Impact difference = report.difference();
    if (difference != null) {
      answers.add(answer(difference.isNone(), inWords(difference)));
    }
    GoldenDecisions golden = report.golden();
    if (golden != null) {
      answers.add(answer(golden.count() == 0, inWords(golden)));
    }
    long used = report.uses().stream().filter(use -> use.decisions() > 0).count();
    String required =
        report.requiredCoverage() == 0
            ? ""
            : "; " + percent(report.requiredCoverage()) + " were required";
    answers.add(
        answer(
            report.requiredCoverage() == 0 ? used == report.uses().size() : report.isCovered(),
            used
                + " of "
                + report.uses().size()
                + " rows and DRL rules were used ("
                + percent(RuleUsage.percent(report.uses()))
                + required
                + ")."));
    return answers;
  }

  private static Map<String, ?> answer(boolean good, String sentence) {
    return Map.of("good", good, "sentence", sentence);
  }

  private static String inWords(Impact difference) {
    if (difference.isNone()) {
      return "Nothing else goes out than with the baseline.";
    }
    if (difference.people().isEmpty()) {
      return "Nobody newly gets a message, no longer gets one or gets one again, but "
          + grouped(difference.differingSends())
          + (difference.differingSends() == 1 ? " decision differs" : " decisions differ")
          + " in what goes out.";
    }
    return grouped(difference.count(Fate.GAINS))
        + " people would newly get a message, "
        + grouped(difference.count(Fate.LOSES))
        + " would no longer get one, "
        + grouped(difference.count(Fate.REPEATS))
        + " would get one again.";
  }

  private static String inWords(GoldenDecisions golden) {
    return golden.count() == 0
        ? "Every decision is as the golden file says."
        : (golden.count() == 1 ? "1 line differs" : grouped(golden.count()) + " lines differ")
            + " from the golden file.";
  }

  private List<Map<String, ?>> figures() {
    return List.of(
        Map.of("what", "updates", "number", report.totals().updates()),
        Map.of("what", "decisions", "number", report.totals().decisions()),
        Map.of("what", "outbound events", "number", report.totals().events()));
  }

  private static Map<String, ?> difference(Impact difference) {
    List<ImpactGroup> groups = difference.people();
    var ids = new TreeSet<String>();
    groups.forEach(group -> ids.add(group.destinationId()));
    return Map.of(
        "decisions",
        difference.differingDecisions(),
        "sends",
        difference.differingSends(),
        "destinations",
        ids.stream()
            .map(
                id ->
                    Map.of(
                        "id",
                        id,
                        "people",
                        Arrays.stream(Fate.values())
                            .map(fate -> difference.count(fate, id))
                            .toList()))
            .toList(),
        "groups",
        groups.stream().limit(GROUPS).map(ReportPage::group).toList(),
        "moreGroups",
        Math.max(0, groups.size() - GROUPS));
  }

  private static Map<String, ?> group(ImpactGroup group) {
    return Map.of(
        "fate",
        group.fate().name().toLowerCase(Locale.ROOT),
        "words",
        group.fate().words(),
        "destination",
        group.destinationId(),
        "people",
        group.count(),
        "row",
        row(group.row()),
        "cells",
        group.cells(),
        "today",
        group.today().stream().map(ReportPage::row).toList(),
        "examples",
        group.examples().stream()
            .map(
                example ->
                    Map.of(
                        "profile",
                        example.profileId(),
                        "computation",
                        example.computationId(),
                        "value",
                        example.value(),
                        "before",
                        example.before(),
                        "now",
                        example.after()))
            .toList());
  }

  private static Map<String, ?> row(RuleRef row) {
    return Map.of("sentence", row.sentence(), "place", place(row));
  }

  /** Where a row stands; of a DRL rule, whose address is its sentence, the file alone. */
  static String place(RuleRef row) {
    String named = "!" + row.sentence();
    return row.address().endsWith(named)
        ? row.address().substring(0, row.address().length() - named.length())
        : row.address();
  }

  private static Map<String, ?> golden(GoldenDecisions golden) {
    return Map.of(
        "lines",
        golden.differences().stream()
            .map(
                difference ->
                    Map.of(
                        "number",
                        difference.line(),
                        "decision",
                        difference.place(),
                        "fields",
                        difference.fields().stream()
                            .map(
                                field ->
                                    Map.of(
                                        "name",
                                        field.name(),
                                        "sides",
                                        List.of(side(field.expected()), side(field.decided()))))
                            .toList()))
            .toList(),
        "more",
        golden.count() - golden.differences().size());
  }

  private static Map<String, ?> side(@Nullable String text) {
    return text == null ? Map.of() : Map.of("text", text);
  }

  private Map<String, ?> totals() {
    ReplayTotals totals = report.totals();
    List<ReplayTotals.OfDestination> destinations = totals.byDestination();
    var data = new HashMap<String, Object>();
    data.put("reasons", totals.counts().stream().map(this::reason).toList());
    data.put(
        "destinations",
        destinations.stream().limit(DESTINATIONS).map(ReportPage::destination).toList());
    if (destinations.size() > DESTINATIONS) {
      data.put("others", others(destinations.subList(DESTINATIONS, destinations.size())));
    }
    data.put(
        "routes",
        totals.byRoute().stream()
            .map(route -> Map.of("name", route.route(), "sends", route.sends()))
            .toList());
    return data;
  }

  private Map<String, ?> reason(ReplayTotals.Count count) {
    long all = report.totals().decisions();
    String kind =
        switch (count.action()) {
          case "DROP" -> "drop";
          case "PARK" -> "park";
          default -> "send";
        };
    return Map.of(
        "action",
        count.action(),
        "kind",
        kind,
        "name",
        count.reason(),
        "decisions",
        count.decisions(),
        "share",
        percent(all == 0 ? 0 : 100.0 * count.decisions() / all));
  }

  private static Map<String, ?> destination(ReplayTotals.OfDestination each) {
    Destination destination = each.destination();
    String dedupes =
        destination.isDeduped()
            ? "dedupes on " + String.join(", ", new TreeSet<>(destination.dedupesOn()))
            : "not deduped";
    return Map.of(
        "id",
        destination.id(),
        "words",
        destination.type() + ", " + dedupes,
        "sends",
        each.sends(),
        "drops",
        each.drops(),
        "parks",
        each.parks());
  }

  private static Map<String, ?> others(List<ReplayTotals.OfDestination> others) {
    return Map.of(
        "number",
        others.size(),
        "sends",
        others.stream().mapToLong(ReplayTotals.OfDestination::sends).sum(),
        "drops",
        others.stream().mapToLong(ReplayTotals.OfDestination::drops).sum(),
        "parks",
        others.stream().mapToLong(ReplayTotals.OfDestination::parks).sum());
  }

  /** Which rows, DRL rules and words of cells the recording came through, and which never. */
  private Map<String, ?> coverage() {
    List<UsedWord> words = report.uses().stream().flatMap(use -> use.words().stream()).toList();
    return Map.of(
        "words",
        words.size(),
        "used",
        words.stream().filter(word -> word.decisions() > 0).count(),
        "tables",
        List.of(
            rules("Rules that decide", report.deciding()),
            rules("Rules that route what is sent", report.routing())));
  }

  private static Map<String, ?> rules(String caption, List<Use> uses) {
    return Map.of("caption", caption, "rules", uses.stream().map(ReportPage::rule).toList());
  }

  private static Map<String, ?> rule(Use use) {
    return Map.of(
        "row",
        row(use.row()),
        "decisions",
        use.decisions(),
        "statement",
        use.statement(),
        "cells",
        cells(use.words()));
  }

  /** {@code C14 trigger: value_changed, profile_merge}, cell by cell. */
  private static List<Map<String, ?>> cells(List<UsedWord> words) {
    var byCell = new LinkedHashMap<String, List<UsedWord>>();
    words.forEach(word -> byCell.computeIfAbsent(word.cell(), _ -> new ArrayList<>()).add(word));
    var cells = new ArrayList<Map<String, ?>>();
    byCell.forEach(
        (cell, ofCell) ->
            cells.add(
                Map.of(
                    "address",
                    cell.substring(cell.lastIndexOf('!') + 1),
                    "attribute",
                    ofCell.getFirst().attribute(),
                    "words",
                    ofCell.stream()
                        .map(word -> Map.of("text", word.word(), "decisions", word.decisions()))
                        .toList())));
    return cells;
  }

  /** What was replayed. */
  private List<Map<String, ?>> facts() {
    Report.ReportSubject subject = report.subject();
    var facts = new LinkedHashMap<String, @Nullable String>();
    facts.put("Recording", subject.input());
    facts.put("Configuration", subject.config());
    facts.put("Tables", subject.tables());
    facts.put("Rulebook", subject.rulebook());
    facts.put("Baseline's tables", subject.baselineTables());
    facts.put("Baseline's rulebook", subject.baseline());
    facts.put("Golden file", subject.golden());
    var known = new ArrayList<Map<String, ?>>();
    facts.forEach(
        (what, name) -> {
          if (name != null) {
            known.add(Map.of("what", what, "name", name));
          }
        });
    return known;
  }

  /** {@code 12.3 %}. */
  private static String percent(double percent) {
    return String.format(Locale.ROOT, "%.1f %%", percent);
  }
}
