package dev.oncegate.replay.report;

import static dev.oncegate.replay.report.Html.number;

import dev.oncegate.replay.Golden;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which lines of the golden file were decided otherwise. */
final class GoldenSection {
  private final Golden golden;
  private final Html html;

  GoldenSection(Golden golden, Html html) {
    this.golden = golden;
    this.html = html;
  }

  void write() {
    if (golden.count() == 0) {
      return;
    }
    html.open("section").line();
    html.element("h2", "Differences from the golden file").line();
    Tables.begin(html, "What differs", "#Line", "Decision", "Field", "Expected", "Decided");
    for (Golden.Difference difference : golden.differences()) {
      row(difference);
    }
    Tables.end(html);
    long more = golden.count() - golden.differences().size();
    if (more > 0) {
      html.element("p", "and " + number(more) + " more.").line();
    }
    html.closeLine();
  }

  private void row(Golden.Difference difference) {
    List<Golden.Field> fields = difference.fields();
    for (int i = 0; i < fields.size(); i++) {
      html.open("tr", "class", i == 0 ? "first" : "further");
      html.element("td", i == 0 ? number(difference.line()) : "", "class", "number");
      html.element("td", i == 0 ? difference.place() : "");
      html.element("th", fields.get(i).name(), "scope", "row");
      side(fields.get(i).expected());
      side(fields.get(i).decided());
      html.closeLine();
    }
  }

  private void side(@Nullable String side) {
    if (side == null) {
      html.element("td", "nothing", "class", "none");
    } else {
      html.open("td", "class", "value").element("code", side).close();
    }
  }
}
