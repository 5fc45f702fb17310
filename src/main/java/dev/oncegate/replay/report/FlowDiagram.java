package dev.oncegate.replay.report;

import static dev.oncegate.replay.report.ReportTemplates.grouped;

import dev.oncegate.rules.RuleUsage.Use;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
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
  private record FlowStep(String sentence, String address, String statement, long answered) {

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
          : WrappedText.lines(word.replace("_", "_ "), VERDICT_CHARACTERS, VERDICT_LINES).stream()
              .map(line -> line.replace("_ ", "_"))
              .toList();
    }
  }

  private final String id;
  private final String title;
  private final String what;
  private final List<FlowStep> steps;
  private final long total;

  /**
   * A picture of the rules' use.
   *
   * @param id of the picture, unlike any other of the page
   * @param what comes in at the top: {@code decisions}
   */
  FlowDiagram(String id, String title, String what, List<Use> uses) {
    this.id = id;
    this.title = title;
    this.what = what;
    this.steps = steps(uses);
    this.total = uses.stream().mapToLong(Use::decisions).sum();
  }

  private static List<FlowStep> steps(List<Use> uses) {
    Set<Use> drawn = new HashSet<>(uses);
    if (uses.size() > RULES) {
      drawn.clear();
      uses.stream()
          .sorted(Comparator.comparingLong(Use::decisions).reversed())
          .limit(RULES)
          .forEach(drawn::add);
    }
    var steps = new ArrayList<FlowStep>();
    int together = 0;
    long answered = 0;
    for (Use use : uses) {
      if (drawn.contains(use)) {
        addTogether(steps, together, answered);
        together = 0;
        answered = 0;
        steps.add(
            new FlowStep(
                use.row().sentence(),
                ReportPage.place(use.row()),
                use.statement(),
                use.decisions()));
      } else {
        together++;
        answered += use.decisions();
      }
    }
    addTogether(steps, together, answered);
    return steps;
  }

  private static void addTogether(List<FlowStep> steps, int count, long answered) {
    if (count > 0) {
      steps.add(
          new FlowStep(
              grouped(count) + " more rules, see the coverage below", "", "various", answered));
    }
  }

  /** The shapes for the template. */
  Map<String, ?> data() {
    var drawn = new ArrayList<Map<String, ?>>();
    int y = 1 + START_HEIGHT;
    long left = total;
    for (FlowStep step : steps) {
      drawn.add(shapes(step, drawn.size() + 1, y, left));
      y += GAP + stepHeight(step);
      left -= step.answered();
    }
    String start = grouped(total) + " " + what;
    return Map.of(
        "id",
        id,
        "title",
        title,
        "description",
        description(),
        "width",
        WIDTH,
        "height",
        y + 1,
        "start",
        box(1, 1, START_HEIGHT + 10 * start.length(), START_HEIGHT, START_HEIGHT / 2),
        "startText",
        line(1 + START_HEIGHT / 2, 23, start),
        "steps",
        drawn);
  }

  private static int stepHeight(FlowStep step) {
    int lines = WrappedText.lines(step.sentence(), SENTENCE_CHARACTERS, SENTENCE_LINES).size();
    return 2 * PADDING + (lines + (step.address().isEmpty() ? 0 : 1)) * LINE;
  }

  /** The picture in words, for those who do not see it. */
  private String description() {
    var words = new StringBuilder();
    words.append(grouped(total)).append(' ').append(what).append(" come in.");
    long left = total;
    for (FlowStep step : steps) {
      left -= step.answered();
      words
          .append(' ')
          .append(step.sentence())
          .append(": ")
          .append(grouped(step.answered()))
          .append(' ')
          .append(step.statement())
          .append(", ")
          .append(grouped(left))
          .append(" go on.");
    }
    return words.toString();
  }

  /**
   * A rule and its answer, and what comes to it.
   *
   * @param from where the edge to it begins
   * @param passing how many come to it
   */
  private Map<String, ?> shapes(FlowStep step, int number, int from, long passing) {
    int top = from + GAP;
    int height = stepHeight(step);
    int middle = top + height / 2;
    var lines = new ArrayList<Map<String, ?>>();
    int at = top + PADDING + 14;
    for (String line : WrappedText.lines(step.sentence(), SENTENCE_CHARACTERS, SENTENCE_LINES)) {
      lines.add(line(PADDING + 3, at, line));
      at += LINE;
    }
    var shapes = new HashMap<String, Object>();
    shapes.put("number", number);
    shapes.put("kind", step.kind());
    shapes.put("sentence", step.sentence());
    shapes.put("statement", step.statement());
    shapes.put("passing", downEdge(from, passing));
    shapes.put("rule", box(1, top, RULE_WIDTH, height, 8));
    shapes.put("lines", lines);
    if (!step.address().isEmpty()) {
      shapes.put(
          "address", line(PADDING + 3, at, WrappedText.cut(step.address(), ADDRESS_CHARACTERS)));
    }
    shapes.put("answering", answerEdge(step.answered(), middle));
    putVerdict(shapes, step, middle);
    return shapes;
  }

  private static void putVerdict(Map<String, Object> shapes, FlowStep step, int middle) {
    List<String> reason = step.reason();
    int height = 2 * PADDING + LINE - 4 + reason.size() * VERDICT_LINE;
    int top = middle - height / 2;
    int at = top + PADDING + 10;
    String action = WrappedText.cut(step.action(), VERDICT_CHARACTERS);
    shapes.put("verdict", box(VERDICT_LEFT, top, WIDTH - VERDICT_LEFT - 1, height, 8));
    shapes.put("action", line(VERDICT_LEFT + 10, at, action));
    var lines = new ArrayList<Map<String, ?>>();
    for (String line : reason) {
      at += VERDICT_LINE;
      lines.add(line(VERDICT_LEFT + 10, at, line));
    }
    shapes.put("reason", lines);
  }

  private Map<String, ?> downEdge(int from, long count) {
    int to = from + GAP - 1;
    double thickness = thickness(count);
    int half = halfHead(thickness);
    String head =
        "M"
            + (SPINE - half)
            + " "
            + (to - HEAD - 2)
            + "h"
            + 2 * half
            + "L"
            + SPINE
            + " "
            + to
            + "z";
    String path = "M" + SPINE + " " + from + "L" + SPINE + " " + (to - HEAD);
    return edge(count, path, head, line(SPINE + 14, from + GAP / 2 + 5, grouped(count)), false);
  }

  private Map<String, ?> answerEdge(long count, int middle) {
    int to = VERDICT_LEFT - 1;
    int half = halfHead(thickness(count));
    String head =
        "M"
            + (to - HEAD - 2)
            + " "
            + (middle - half)
            + "v"
            + 2 * half
            + "L"
            + to
            + " "
            + middle
            + "z";
    String path = "M" + (1 + RULE_WIDTH) + " " + middle + "L" + (to - HEAD) + " " + middle;
    String text = count == 0 ? "never" : grouped(count);
    return edge(
        count, path, head, line((RULE_WIDTH + VERDICT_LEFT - 4) / 2, middle - 10, text), true);
  }

  private Map<String, ?> edge(
      long count, String path, String head, Map<String, ?> text, boolean centred) {
    return Map.of(
        "idle",
        count == 0,
        "thickness",
        tenths(thickness(count)),
        "path",
        path,
        "head",
        head,
        "text",
        text,
        "centred",
        centred);
  }

  private double thickness(long count) {
    return total == 0 ? THINNEST : THINNEST + (THICKEST - THINNEST) * count / total;
  }

  private static int halfHead(double thickness) {
    return (int) Math.round(thickness / 2) + 4;
  }

  // Double.toString would do for most, and write 1.0E-5 for some.
  private static String tenths(double number) {
    long tenths = Math.round(number * 10);
    return tenths / 10 + "." + tenths % 10;
  }

  private static Map<String, ?> box(int x, int y, int width, int height, int radius) {
    return Map.of("x", x, "y", y, "width", width, "height", height, "radius", radius);
  }

  private static Map<String, ?> line(int x, int baseline, String text) {
    return Map.of("x", x, "y", baseline, "text", text);
  }
}
