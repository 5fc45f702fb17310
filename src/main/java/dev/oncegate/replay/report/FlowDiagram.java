package dev.oncegate.replay.report;

import dev.oncegate.rules.Exercise.Use;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The rules in the order in which they are asked, as a picture: decisions come in at the top; each
 * rule answers some, to the right, and passes the others on, down. An edge says how many went along
 * it, and is as thick as they are many.
 */
final class FlowDiagram {
  /** How many rules are drawn one by one; of more, the least used are drawn together. */
  static final int RULES = 60;

  private static final int WIDTH = 434;
  private static final int RULE_WIDTH = 240;
  private static final int VERDICT_LEFT = 308;
  private static final int SPINE = 34;
  private static final int PADDING = 12;
  private static final int LINE = 18;
  private static final int VERDICT_LINE = 15;
  private static final int GAP = 38;
  private static final int START_HEIGHT = 34;
  private static final int SENTENCE_CHARACTERS = 29;
  private static final int SENTENCE_LINES = 4;
  private static final int ADDRESS_CHARACTERS = 31;
  private static final int VERDICT_CHARACTERS = 15;
  private static final int VERDICT_LINES = 3;
  private static final double THINNEST = 1.5;
  private static final double THICKEST = 9;
  private static final int HEAD = 5;

  /** What is drawn as one box: a rule, or several that hardly anything came to. */
  private record Step(String sentence, String address, String statement, long answered) {

    /** Whose colour it has. */
    String kind() {
      return answered == 0
          ? "never"
          : statement.startsWith("DROP") ? "drop" : statement.startsWith("PARK") ? "park" : "send";
    }

    String action() {
      int blank = statement.lastIndexOf(' ');
      return blank < 0 ? statement : statement.substring(0, blank);
    }

    /** The reason or route in lines that may break behind a word of it. */
    List<String> reason() {
      String word = statement.substring(statement.lastIndexOf(' ') + 1);
      return word.equals(statement)
          ? List.of()
          : Wrapped.lines(word.replace("_", "_ "), VERDICT_CHARACTERS, VERDICT_LINES).stream()
              .map(line -> line.replace("_ ", "_"))
              .toList();
    }
  }

  private final String id;
  private final String title;
  private final String what;
  private final List<Step> steps;
  private final long total;
  private final Html html;
  private int y;

  private FlowDiagram(String id, String title, String what, List<Use> uses, Html html) {
    this.id = id;
    this.title = title;
    this.what = what;
    this.steps = steps(uses);
    this.total = uses.stream().mapToLong(Use::decisions).sum();
    this.html = html;
  }

  /**
   * Draws the rules' use.
   *
   * @param id of the picture, unlike any other of the page
   * @param what comes in at the top: {@code decisions}
   */
  static void draw(String id, String title, String what, List<Use> uses, Html html) {
    new FlowDiagram(id, title, what, uses, html).draw();
  }

  private static List<Step> steps(List<Use> uses) {
    Set<Use> drawn = new HashSet<>(uses);
    if (uses.size() > RULES) {
      drawn.clear();
      uses.stream()
          .sorted(Comparator.comparingLong(Use::decisions).reversed())
          .limit(RULES)
          .forEach(drawn::add);
    }
    var steps = new ArrayList<Step>();
    int together = 0;
    long answered = 0;
    for (Use use : uses) {
      if (drawn.contains(use)) {
        addTogether(steps, together, answered);
        together = 0;
        answered = 0;
        steps.add(
            new Step(
                use.row().sentence(), Rows.place(use.row()), use.statement(), use.decisions()));
      } else {
        together++;
        answered += use.decisions();
      }
    }
    addTogether(steps, together, answered);
    return steps;
  }

  private static void addTogether(List<Step> steps, int count, long answered) {
    if (count > 0) {
      steps.add(
          new Step(
              Html.number(count) + " more rules, see the coverage below", "", "various", answered));
    }
  }

  private void draw() {
    html.open(
        "svg",
        "id",
        id,
        "class",
        "flow",
        "viewBox",
        "0 0 " + WIDTH + " " + height(),
        "role",
        "img",
        "aria-labelledby",
        id + "-title " + id + "-description");
    html.line().element("title", title, "id", id + "-title").line();
    html.element("desc", description(), "id", id + "-description").line();
    drawStart();
    long left = total;
    for (int i = 0; i < steps.size(); i++) {
      drawDownEdge(left);
      drawStep(steps.get(i), i + 1);
      left -= steps.get(i).answered();
    }
    html.closeLine();
  }

  private int height() {
    int height = START_HEIGHT + 2;
    for (Step step : steps) {
      height += GAP + stepHeight(step);
    }
    return height;
  }

  private static int stepHeight(Step step) {
    int lines = Wrapped.lines(step.sentence(), SENTENCE_CHARACTERS, SENTENCE_LINES).size();
    return 2 * PADDING + (lines + (step.address().isEmpty() ? 0 : 1)) * LINE;
  }

  /** The picture in words, for those who do not see it. */
  private String description() {
    var words = new StringBuilder();
    words.append(Html.number(total)).append(' ').append(what).append(" come in.");
    long left = total;
    for (Step step : steps) {
      left -= step.answered();
      words
          .append(' ')
          .append(step.sentence())
          .append(": ")
          .append(Html.number(step.answered()))
          .append(' ')
          .append(step.statement())
          .append(", ")
          .append(Html.number(left))
          .append(" go on.");
    }
    return words.toString();
  }

  private void drawStart() {
    y = 1;
    String text = Html.number(total) + " " + what;
    rectangle("start", 1, y, START_HEIGHT + 10 * text.length(), START_HEIGHT, START_HEIGHT / 2);
    text("start-text", 1 + START_HEIGHT / 2, y + 22, text);
    y += START_HEIGHT;
  }

  private void drawDownEdge(long passing) {
    String kind = passing == 0 ? "edge idle" : "edge";
    double thickness = thickness(passing);
    line(kind, thickness, SPINE, y, SPINE, y + GAP - HEAD - 1);
    html.empty("path", "class", kind + " head", "d", arrow(SPINE, y + GAP - 1, true, thickness))
        .line();
    html.open("text", "class", "count", "x", "" + (SPINE + 14), "y", "" + (y + GAP / 2 + 5));
    html.text(Html.number(passing)).close().line();
    y += GAP;
  }

  private void drawStep(Step step, int number) {
    int height = stepHeight(step);
    html.open("g", "class", "step " + step.kind());
    html.element("title", number + ". " + step.sentence() + " → " + step.statement()).line();
    rectangle("rule", 1, y, RULE_WIDTH, height, 8);
    int at = y + PADDING + 14;
    for (String line : Wrapped.lines(step.sentence(), SENTENCE_CHARACTERS, SENTENCE_LINES)) {
      text("sentence", PADDING + 3, at, line);
      at += LINE;
    }
    if (!step.address().isEmpty()) {
      text("address", PADDING + 3, at, Wrapped.cut(step.address(), ADDRESS_CHARACTERS));
    }
    int middle = y + height / 2;
    drawAnswerEdge(step, middle);
    drawVerdict(step, middle);
    html.closeLine();
    y += height;
  }

  private void drawAnswerEdge(Step step, int middle) {
    String kind = step.answered() == 0 ? "edge idle" : "edge";
    double thickness = thickness(step.answered());
    line(kind, thickness, 1 + RULE_WIDTH, middle, VERDICT_LEFT - HEAD - 1, middle);
    html.empty(
            "path", "class", kind + " head", "d", arrow(VERDICT_LEFT - 1, middle, false, thickness))
        .line();
    String count = step.answered() == 0 ? "never" : Html.number(step.answered());
    html.open(
        "text",
        "class",
        "count",
        "x",
        "" + ((RULE_WIDTH + VERDICT_LEFT - 4) / 2),
        "y",
        "" + (middle - 10),
        "text-anchor",
        "middle");
    html.text(count).close().line();
  }

  private void drawVerdict(Step step, int middle) {
    List<String> reason = step.reason();
    int height = 2 * PADDING + LINE - 4 + reason.size() * VERDICT_LINE;
    int top = middle - height / 2;
    rectangle("verdict", VERDICT_LEFT, top, WIDTH - VERDICT_LEFT - 1, height, 8);
    int at = top + PADDING + 10;
    text("action", VERDICT_LEFT + 10, at, Wrapped.cut(step.action(), VERDICT_CHARACTERS));
    for (String line : reason) {
      at += VERDICT_LINE;
      text("reason", VERDICT_LEFT + 10, at, line);
    }
  }

  private double thickness(long count) {
    return total == 0 ? THINNEST : THINNEST + (THICKEST - THINNEST) * count / total;
  }

  private static String arrow(int x, int y, boolean down, double thickness) {
    int half = (int) Math.round(thickness / 2) + 4;
    return down
        ? "M" + (x - half) + " " + (y - HEAD - 2) + "h" + 2 * half + "L" + x + " " + y + "z"
        : "M" + (x - HEAD - 2) + " " + (y - half) + "v" + 2 * half + "L" + x + " " + y + "z";
  }

  private void line(String kind, double thickness, int x1, int y1, int x2, int y2) {
    html.empty(
            "path",
            "class",
            kind,
            "stroke-width",
            tenths(thickness),
            "d",
            "M" + x1 + " " + y1 + "L" + x2 + " " + y2)
        .line();
  }

  // Double.toString would do for most, and write 1.0E-5 for some.
  private static String tenths(double number) {
    long tenths = Math.round(number * 10);
    return tenths / 10 + "." + tenths % 10;
  }

  private void rectangle(String kind, int x, int top, int width, int height, int radius) {
    html.empty(
            "rect",
            "class",
            kind,
            "x",
            "" + x,
            "y",
            "" + top,
            "width",
            "" + width,
            "height",
            "" + height,
            "rx",
            "" + radius)
        .line();
  }

  private void text(String kind, int x, int baseline, String text) {
    html.element("text", text, "class", kind, "x", "" + x, "y", "" + baseline).line();
  }
}
