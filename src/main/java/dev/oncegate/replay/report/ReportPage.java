package dev.oncegate.replay.report;

import static dev.oncegate.replay.report.Html.number;

import dev.oncegate.replay.Backtest;
import dev.oncegate.replay.Backtest.Fate;
import dev.oncegate.replay.Golden;
import dev.oncegate.rules.Exercise;
import org.jspecify.annotations.Nullable;

/** The page: the answers first, then what differs, then how it was decided, then what was used. */
final class ReportPage {
  // Nothing is loaded and nothing runs, whatever a recording holds.
  private static final String NOTHING_LOADED = "default-src 'none'; style-src 'unsafe-inline'";

  private final Report report;
  private final Html html = new Html();

  ReportPage(Report report) {
    this.report = report;
  }

  String html() {
    html.verbatim("<!DOCTYPE html>\n").open("html", "lang", "en").line();
    head();
    html.open("body").line();
    html.open("header").line();
    html.element("p", "Oncegate replay", "class", "kicker").line();
    html.element("h1", report.subject().input()).line();
    answers();
    figures();
    html.closeLine();
    html.open("main").line();
    if (report.difference() != null) {
      new DifferenceSection(report.difference(), html).write();
    }
    if (report.golden() != null) {
      new GoldenSection(report.golden(), html).write();
    }
    decisions();
    new CoverageSection(report, html).write();
    subject();
    html.closeLine().closeLine().closeLine();
    return html.toString();
  }

  private void head() {
    html.open("head").line();
    html.empty("meta", "charset", "utf-8").line();
    html.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1").line();
    html.empty("meta", "http-equiv", "Content-Security-Policy", "content", NOTHING_LOADED).line();
    html.empty("meta", "name", "color-scheme", "content", "light dark").line();
    html.element("title", "Replay of " + report.subject().input() + " - Oncegate").line();
    html.open("style").verbatim(Style.SHEET).closeLine();
    html.closeLine();
  }

  /** What was asked, and whether the answer is yes: a line each. */
  private void answers() {
    html.open("ul", "class", "answers").line();
    Backtest.Difference difference = report.difference();
    if (difference != null) {
      answer(difference.isNone(), inWords(difference));
    }
    Golden golden = report.golden();
    if (golden != null) {
      answer(
          golden.count() == 0,
          golden.count() == 0
              ? "Every decision is as the golden file says."
              : (golden.count() == 1 ? "1 line differs" : number(golden.count()) + " lines differ")
                  + " from the golden file.");
    }
    double percent = Exercise.percent(report.uses());
    long used = report.uses().stream().filter(use -> use.decisions() > 0).count();
    String required =
        report.requiredCoverage() == 0
            ? ""
            : "; " + Html.percent(report.requiredCoverage()) + " were required";
    answer(
        report.requiredCoverage() == 0 ? used == report.uses().size() : report.isCovered(),
        used
            + " of "
            + report.uses().size()
            + " rows and DRL rules were used ("
            + Html.percent(percent)
            + required
            + ").");
    html.closeLine();
  }

  private static String inWords(Backtest.Difference difference) {
    if (difference.isNone()) {
      return "Nothing else goes out than with the baseline.";
    }
    if (difference.people().isEmpty()) {
      return "Nobody newly gets a message, no longer gets one or gets one again, but "
          + number(difference.differingSends())
          + (difference.differingSends() == 1 ? " decision differs" : " decisions differ")
          + " in what goes out.";
    }
    return number(difference.count(Fate.GAINS))
        + " people would newly get a message, "
        + number(difference.count(Fate.LOSES))
        + " would no longer get one, "
        + number(difference.count(Fate.REPEATS))
        + " would get one again.";
  }

  private void answer(boolean good, String sentence) {
    html.open("li", "class", good ? "good" : "notable");
    html.element("span", good ? "✓" : "!", "class", "mark", "aria-hidden", "true");
    html.element("span", sentence).closeLine();
  }

  private void figures() {
    html.open("dl", "class", "figures").line();
    figure("updates", report.totals().updates());
    figure("decisions", report.totals().decisions());
    figure("outbound events", report.totals().events());
    html.closeLine();
  }

  private void figure(String what, long number) {
    html.open("div").element("dt", what).element("dd", number(number)).closeLine();
  }

  private void decisions() {
    html.open("section", "class", "decisions").line();
    html.element("h2", "How it was decided").line();
    html.open("div", "class", "columns").line();
    html.open("div").line();
    html.element(
            "p",
            "Every decision meets the rules from the top down; the first that holds answers it, to"
                + " the right, and passes the others on, down.")
        .line();
    FlowDiagram.draw("tree", "The decision tree with counts", "decisions", report.deciding(), html);
    if (report.routing().size() > 1) {
      html.element("h3", "Along which route").line();
      FlowDiagram.draw(
          "routes", "The routing rules with counts", "decisions to send", report.routing(), html);
    }
    html.closeLine();
    html.open("div").line();
    new TotalsTables(report.totals(), html).write();
    html.closeLine().closeLine().closeLine();
  }

  private void subject() {
    Report.Subject subject = report.subject();
    html.open("section").line();
    html.element("h2", "What was replayed").line();
    html.open("dl", "class", "subject").line();
    fact("Recording", subject.input());
    fact("Configuration", subject.config());
    fact("Tables", subject.tables());
    fact("Rulebook", subject.rulebook());
    fact("Baseline's tables", subject.baselineTables());
    fact("Baseline's rulebook", subject.baseline());
    fact("Golden file", subject.golden());
    html.closeLine().closeLine();
  }

  private void fact(String what, @Nullable String is) {
    if (is != null) {
      html.open("div").element("dt", what).open("dd").element("code", is).close().closeLine();
    }
  }
}
