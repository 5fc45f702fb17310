package dev.oncegate.replay.report;

import static dev.oncegate.replay.report.Html.number;

import dev.oncegate.rules.Exercise.Use;
import dev.oncegate.rules.Exercise.Word;
import java.util.List;

/** Which rows, DRL rules and words of cells the recording came through, and which never. */
final class CoverageSection {
  private final Report report;
  private final Html html;

  CoverageSection(Report report, Html html) {
    this.report = report;
    this.html = html;
  }

  void write() {
    html.open("section").line();
    html.element("h2", "Coverage").line();
    List<Use> uses = report.uses();
    long words = uses.stream().mapToLong(use -> use.words().size()).sum();
    long idle =
        uses.stream().flatMap(use -> use.words().stream()).filter(w -> w.decisions() == 0).count();
    html.element(
            "p",
            number(words - idle)
                + " of "
                + number(words)
                + " words in the rows' cells let a decision through. A word that is struck out"
                + " never did.")
        .line();
    table("Rules that decide", report.deciding());
    table("Rules that route what is sent", report.routing());
    html.closeLine();
  }

  private void table(String caption, List<Use> uses) {
    Tables.begin(html, caption, "Rule", "#Decisions", "States", "Conditions");
    for (Use use : uses) {
      html.open("tr", "class", use.decisions() == 0 ? "never" : "used");
      html.open("th", "scope", "row").element("span", use.row().sentence(), "class", "sentence");
      html.element("code", Rows.place(use.row()), "class", "note").close();
      if (use.decisions() == 0) {
        html.element("td", "never", "class", "number flag");
      } else {
        Tables.number(html, use.decisions());
      }
      html.open("td").element("code", use.statement()).close();
      html.open("td");
      conditions(use.words());
      html.close().closeLine();
    }
    Tables.end(html);
  }

  /** {@code C14 trigger: value_changed, profile_merge}, cell by cell. */
  private void conditions(List<Word> words) {
    String cell = "";
    for (Word word : words) {
      if (!word.cell().equals(cell)) {
        if (!cell.isEmpty()) {
          html.close();
        }
        cell = word.cell();
        html.open("div", "class", "condition");
        html.element("code", cell.substring(cell.lastIndexOf('!') + 1), "class", "cell");
        html.text(" " + word.attribute() + ":");
      }
      html.text(" ");
      if (word.decisions() == 0) {
        html.open("del", "title", "no decision came through it").element("code", word.word());
        html.element("span", " (never)", "class", "hidden").close();
      } else {
        html.element("code", word.word(), "title", number(word.decisions()) + " decisions");
      }
    }
    if (!cell.isEmpty()) {
      html.close();
    }
  }
}
