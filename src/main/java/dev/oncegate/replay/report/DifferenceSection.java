package dev.oncegate.replay.report;

import static dev.oncegate.replay.report.Html.number;

import dev.oncegate.core.decide.RuleRef;
import dev.oncegate.replay.Backtest.Difference;
import dev.oncegate.replay.Backtest.Example;
import dev.oncegate.replay.Backtest.Fate;
import dev.oncegate.replay.Backtest.Group;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/** Whom the tables would hit that the baseline does not, and the other way round. */
final class DifferenceSection {
  /** How many groups of people are shown. */
  static final int GROUPS = 100;

  private final Difference difference;
  private final Html html;

  DifferenceSection(Difference difference, Html html) {
    this.difference = difference;
    this.html = html;
  }

  void write() {
    html.open("section").line();
    html.element("h2", "Whom the change would hit").line();
    html.element(
            "p",
            number(difference.differingDecisions())
                + (difference.differingDecisions() == 1
                    ? " decision differs from the baseline's, "
                    : " decisions differ from the baseline's, ")
                + number(difference.differingSends())
                + " of them in what goes out. A person is a profile, with all that were merged"
                + " with it, at one destination, for one message. Who gets it twice that did not"
                + " get it before gets it newly and again.")
        .line();
    if (!difference.people().isEmpty()) {
      byDestination();
      byRow();
    }
    html.closeLine();
  }

  private void byDestination() {
    Tables.begin(html, "People by destination", "Destination", "#Newly", "#No longer", "#Again");
    var destinations = new TreeSet<String>();
    difference.people().forEach(group -> destinations.add(group.destinationId()));
    for (String destination : destinations) {
      html.open("tr").open("th", "scope", "row").element("code", destination).close();
      for (Fate fate : Fate.values()) {
        Tables.number(html, difference.count(fate, destination));
      }
      html.closeLine();
    }
    Tables.end(html);
  }

  private void byRow() {
    html.element("h3", "By responsible row").line();
    List<Group> groups = difference.people();
    for (Group group : groups.subList(0, Math.min(GROUPS, groups.size()))) {
      group(group);
    }
    if (groups.size() > GROUPS) {
      html.element("p", "and " + number(groups.size() - GROUPS) + " more groups.").line();
    }
  }

  private void group(Group group) {
    html.open("article", "class", "group " + group.fate().name().toLowerCase(Locale.ROOT)).line();
    html.open("h4").element("code", group.destinationId());
    html.text(": " + number(group.count()) + " " + group.fate().words()).closeLine();
    html.open("p");
    row("new row: ", group.row());
    for (String cell : group.cells()) {
      html.element("code", cell, "class", "note");
    }
    html.closeLine();
    for (RuleRef today : group.today()) {
      html.open("p");
      row("today's row: ", today);
      html.closeLine();
    }
    Tables.begin(html, "Examples", "Profile", "Computation", "Value", "#Before", "#Now");
    for (Example example : group.examples()) {
      html.open("tr").open("th", "scope", "row").element("code", example.profileId()).close();
      html.open("td").element("code", example.computationId()).close();
      html.open("td").element("code", example.value()).close();
      Tables.number(html, example.before());
      Tables.number(html, example.after());
      html.closeLine();
    }
    Tables.end(html);
    html.closeLine();
  }

  private void row(String whose, RuleRef row) {
    html.text(whose + row.sentence()).element("code", Rows.place(row), "class", "note");
  }
}
