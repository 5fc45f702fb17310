package dev.oncegate.replay.report;

import static dev.oncegate.replay.report.Html.number;

import dev.oncegate.core.update.Destination;
import dev.oncegate.replay.Totals;
import java.util.List;
import java.util.TreeSet;

/** How much was decided: by action and reason, by destination, by route. */
final class TotalsTables {
  /** How many destinations have a line of their own. */
  static final int DESTINATIONS = 200;

  private final Totals totals;
  private final Html html;

  TotalsTables(Totals totals, Html html) {
    this.totals = totals;
    this.html = html;
  }

  void write() {
    byReason();
    byDestination();
    byRoute();
  }

  private void byReason() {
    Tables.begin(html, "By action and reason", "Action", "Reason", "#Decisions", "#Share");
    for (Totals.Count count : totals.counts()) {
      html.open("tr");
      html.open("td");
      html.element("span", count.action(), "class", "action " + kind(count.action())).close();
      html.open("th", "scope", "row").element("code", count.reason()).close();
      Tables.number(html, count.decisions());
      share(count.decisions());
      html.closeLine();
    }
    Tables.end(html);
  }

  private static String kind(String action) {
    return switch (action) {
      case "DROP" -> "drop";
      case "PARK" -> "park";
      default -> "send";
    };
  }

  private void share(long decisions) {
    double percent = totals.decisions() == 0 ? 0 : 100.0 * decisions / totals.decisions();
    html.element("td", Html.percent(percent), "class", "number");
  }

  private void byDestination() {
    Tables.begin(html, "By destination", "Destination", "#Sent", "#Dropped", "#Parked");
    List<Totals.OfDestination> destinations = totals.byDestination();
    for (Totals.OfDestination each :
        destinations.subList(0, Math.min(DESTINATIONS, destinations.size()))) {
      html.open("tr").open("th", "scope", "row");
      html.element("code", each.destination().id());
      html.element("span", inWords(each.destination()), "class", "note").close();
      Tables.number(html, each.sends());
      Tables.number(html, each.drops());
      Tables.number(html, each.parks());
      html.closeLine();
    }
    if (destinations.size() > DESTINATIONS) {
      rest(destinations.subList(DESTINATIONS, destinations.size()));
    }
    Tables.end(html);
  }

  private void rest(List<Totals.OfDestination> rest) {
    html.open("tr");
    html.element("th", "and " + number(rest.size()) + " more destinations", "scope", "row");
    Tables.number(html, rest.stream().mapToLong(Totals.OfDestination::sends).sum());
    Tables.number(html, rest.stream().mapToLong(Totals.OfDestination::drops).sum());
    Tables.number(html, rest.stream().mapToLong(Totals.OfDestination::parks).sum());
    html.closeLine();
  }

  private static String inWords(Destination destination) {
    String dedupes =
        destination.isDeduped()
            ? "dedupes on " + String.join(", ", new TreeSet<>(destination.dedupesOn()))
            : "not deduped";
    return destination.type() + ", " + dedupes;
  }

  private void byRoute() {
    Tables.begin(html, "By route", "Route", "#Decisions to send");
    for (Totals.OfRoute route : totals.byRoute()) {
      html.open("tr").open("th", "scope", "row").element("code", route.route()).close();
      Tables.number(html, route.sends());
      html.closeLine();
    }
    Tables.end(html);
  }
}
