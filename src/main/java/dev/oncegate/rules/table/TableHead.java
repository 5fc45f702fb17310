package dev.oncegate.rules.table;

import dev.oncegate.rules.sheet.Cell;
import dev.oncegate.rules.sheet.CellName;
import dev.oncegate.rules.sheet.Sheet;
import dev.oncegate.rules.sheet.TableProblem;
import dev.oncegate.rules.space.Attribute;
import dev.oncegate.rules.space.Vocabulary;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The technical rows of a table: which column is what. Only the vocabulary's own templates are
 * accepted, so that nothing in a spreadsheet is ever code.
 */
final class TableHead {
  static final String FACT = "$situation : Facts";
  static final String FACT_CLASS = "dev.oncegate.rules.engine.Facts";

  private static final Set<String> COLUMN_KEYWORDS =
      Set.of("CONDITION", "C", "ACTION", "A", "NAME", "N", "DESCRIPTION", "I");
  private static final List<String> FULL_COLUMN_KEYWORDS =
      List.of("CONDITION", "ACTION", "NAME", "DESCRIPTION");
  private static final Set<String> CODE_KEYWORDS =
      Set.of("functions", "queries", "variables", "declare", "unit");
  private static final Set<String> OTHER_KEYWORDS =
      Set.of(
          "dialect",
          "escapequotes",
          "sequentialminpriority",
          "sequentialmaxpriority",
          "numericdisabled",
          "ignorenumericformat",
          "priority",
          "duration",
          "timer",
          "enabled",
          "calendars",
          "no-loop",
          "lock-on-active",
          "auto-focus",
          "activation-group",
          "agenda-group",
          "ruleflow-group",
          "date-effective",
          "date-expires");
  private static final Pattern RULE_TABLE = Pattern.compile("(?i)ruletable(\\s.*)?");
  private static final Pattern TABLE_NAME = Pattern.compile("(?i)ruletable(\\s+[\\w -]+)?");
  private static final Pattern PACKAGE = Pattern.compile("[A-Za-z]\\w*(\\.[A-Za-z]\\w*)*");
  private static final Pattern CONDITION = Pattern.compile("(\\w+)\\s*==\\s*\"\\$(?:param|1)\"");
  private static final Pattern ANY_OF =
      Pattern.compile("forall\\(\\s*\\|\\|\\s*\\)\\{\\s*(\\w+)\\s*==\\s*\"\\$\"\\s*}");
  private static final Pattern ANSWER =
      Pattern.compile("\\$situation\\.(\\w+)\\(\\s*\"\\$(?:param|1)\"\\s*\\)\\s*;?");
  private static final List<String> ANSWERS = List.of("action", "reason", "route");
  private static final Pattern NOTES = Pattern.compile("(?i)\\s*(notes?|comments?|remarks?)\\b.*");

  private final Sheet sheet;
  private final List<TableProblem> problems;
  private final int start;
  private final Map<Integer, Column> columns = new TreeMap<>();

  /** What a column of the table holds. */
  sealed interface Column {
    record NameColumn() implements Column {}

    record Notes() implements Column {}

    /**
     * A condition on an attribute.
     *
     * @param many whether a cell may list several words
     */
    record Condition(Attribute attribute, boolean many) implements Column {}

    record AnswerColumn(String word) implements Column {}
  }

  private TableHead(Sheet sheet, int start, List<TableProblem> problems) {
    this.sheet = sheet;
    this.start = start;
    this.problems = problems;
  }

  static boolean isRuleTable(Cell cell) {
    return RULE_TABLE.matcher(cell.text()).matches();
  }

  /** Whether a cell says something to Drools that is not for a person to read. */
  static boolean isKeyword(Cell cell) {
    String word = cell.text().toLowerCase(Locale.ROOT);
    return isRuleTable(cell) || word.equals("ruleset") || word.equals("import") || isRefused(word);
  }

  private static boolean isRefused(String word) {
    return CODE_KEYWORDS.contains(word) || OTHER_KEYWORDS.contains(word);
  }

  /**
   * @param row the row of the cell that says RuleTable
   * @param column and its column, left of which stand remarks
   */
  static TableHead read(Sheet sheet, int row, int column, List<TableProblem> problems) {
    var head = new TableHead(sheet, row, problems);
    head.readProperties();
    if (!TABLE_NAME.matcher(sheet.cell(row, column).text()).matches()) {
      head.problem(row, column, "a table's name is letters, digits and blanks");
    }
    head.readColumns(column);
    return head;
  }

  Map<Integer, Column> columns() {
    return columns;
  }

  /** The row of the human headings, the last above the rules. */
  int lastRow() {
    return start + 4;
  }

  private void problem(int row, int column, String sentence) {
    problems.add(sheet.problem(row, column, sentence));
  }

  private void readProperties() {
    boolean sequential = false;
    for (int row : sheet.rows().headSet(start)) {
      for (Map.Entry<Integer, Cell> entry : sheet.row(row).entrySet()) {
        int column = entry.getKey();
        String word = entry.getValue().text().toLowerCase(Locale.ROOT);
        if (isRefused(word)) {
          problem(row, column, refusal(entry.getValue().text()));
        } else if (word.equals("import")) {
          requireOnly(row, column, Pattern.compile(Pattern.quote(FACT_CLASS)), FACT_CLASS);
        } else if (word.equals("ruleset")) {
          requireOnly(row, column, PACKAGE, "a package's name");
        } else if (word.equals("sequential")) {
          requireOnly(row, column, Pattern.compile("(?i)true"), "true: the first row wins");
          sequential = true;
        }
      }
    }
    if (!sequential) {
      problem(start, 0, "above the table stands no `Sequential` with `true`: the first row wins");
    }
  }

  private static String refusal(String keyword) {
    String sentence = "`" + keyword + "` is not accepted in a spreadsheet";
    return CODE_KEYWORDS.contains(keyword.toLowerCase(Locale.ROOT))
        ? sentence + ": it holds data, not code"
        : sentence + ": it is no part of the vocabulary";
  }

  /** The cells to the right of a keyword: all as they must be, and at least one. */
  private void requireOnly(int row, int column, Pattern allowed, String description) {
    Map<Integer, Cell> values = sheet.row(row).tailMap(column, false);
    if (values.isEmpty()) {
      problem(row, column, "beside this cell must stand " + description);
    }
    for (Map.Entry<Integer, Cell> value : values.entrySet()) {
      if (!allowed.matcher(value.getValue().text()).matches()) {
        problem(row, value.getKey(), "only " + description + " is accepted here");
      }
    }
  }

  private void readColumns(int first) {
    var conditions = new EnumMap<Attribute, Integer>(Attribute.class);
    var answers = new ArrayList<String>();
    boolean fact = false;
    for (int column : columnsFrom(first)) {
      Cell keyword = sheet.cell(start + 1, column);
      Cell object = sheet.cell(start + 2, column);
      String word = keyword.text().toUpperCase(Locale.ROOT);
      if (keyword.isBlank()) {
        requireNotes(column);
        continue;
      }
      if (!COLUMN_KEYWORDS.contains(word)) {
        problem(start + 1, column, unknownKeyword(keyword.text()));
        continue;
      }
      switch (word.charAt(0)) {
        case 'N' -> columns.put(column, new Column.NameColumn());
        case 'D', 'I' -> columns.put(column, new Column.Notes());
        case 'C' -> {
          fact = requireFact(column, object, fact);
          readCondition(column, conditions);
        }
        default -> {
          if (!object.isBlank()) {
            problem(start + 2, column, "above what a row states this cell stays empty");
          }
          readAnswer(column, answers);
        }
      }
    }
    requireColumns(first, answers);
  }

  private static String unknownKeyword(String text) {
    return isRefused(text.toLowerCase(Locale.ROOT))
        ? refusal(text)
        : "`"
            + text
            + "` is no kind of column: "
            + Vocabulary.didYouMean(text, FULL_COLUMN_KEYWORDS);
  }

  /** The columns from the first on that have any cell, within the table or above it. */
  private Set<Integer> columnsFrom(int first) {
    var found = new TreeMap<Integer, Boolean>();
    for (int row : sheet.rows().tailSet(start, false)) {
      for (int column : sheet.row(row).tailMap(first).keySet()) {
        found.put(column, true);
      }
    }
    return found.keySet();
  }

  /** A column without keyword says nothing to the rules, so it must say that it is for people. */
  private void requireNotes(int column) {
    for (int row : List.of(start + 2, start + 3)) {
      if (!sheet.cell(row, column).isBlank()) {
        problem(
            row,
            column,
            "this column has no keyword (" + String.join(", ", FULL_COLUMN_KEYWORDS) + ")");
        return;
      }
    }
    Cell heading = sheet.cell(start + 4, column);
    if (!NOTES.matcher(heading.text()).matches()) {
      problem(
          start + 4,
          column,
          (heading.isBlank() ? "this column" : "`" + heading.text() + "`")
              + " is no column of the table: it says neither what it asks nor what it states; head it"
              + " \"Notes\" if it is for people");
    }
  }

  private boolean requireFact(int column, Cell object, boolean fact) {
    boolean good = object.text().matches("\\$situation\\s*:\\s*Facts(\\s*\\(\\s*\\))?");
    if (!good && !(object.isBlank() && fact)) {
      problem(start + 2, column, "only `" + FACT + "` is accepted above the conditions");
    }
    return true;
  }

  private void readCondition(int column, Map<Attribute, Integer> conditions) {
    int row = start + 3;
    String template = sheet.cell(row, column).text();
    Matcher one = CONDITION.matcher(template);
    Matcher many = ANY_OF.matcher(template);
    boolean isMany = many.matches();
    if (!isMany && !one.matches()) {
      problem(
          row,
          column,
          "only `forall(||){attribute == \"$\"}` or `attribute == \"$param\"` is accepted as a condition");
      return;
    }
    String word = isMany ? many.group(1) : one.group(1);
    Attribute attribute = Attribute.named(word);
    if (attribute == null) {
      problem(
          row,
          column,
          "a situation has no `" + word + "`: " + Vocabulary.didYouMean(word, attributes()));
    } else if (conditions.containsKey(attribute)) {
      problem(
          row,
          column,
          "column "
              + CellName.column(conditions.get(attribute))
              + " asks about `"
              + word
              + "` already");
    } else {
      conditions.put(attribute, column);
      columns.put(column, new Column.Condition(attribute, isMany));
    }
  }

  private static List<String> attributes() {
    return List.of(Attribute.values()).stream().map(Attribute::word).toList();
  }

  private void readAnswer(int column, List<String> answers) {
    int row = start + 3;
    Matcher answer = ANSWER.matcher(sheet.cell(row, column).text());
    if (!answer.matches()) {
      problem(
          row, column, "only `$situation.action(\"$param\");` is accepted, or reason, or route");
      return;
    }
    String word = answer.group(1);
    if (!ANSWERS.contains(word)) {
      problem(
          row,
          column,
          "a row cannot state `" + word + "`: " + Vocabulary.didYouMean(word, ANSWERS));
    } else if (answers.contains(word)) {
      problem(row, column, "another column states the " + word + " already");
    } else {
      answers.add(word);
      columns.put(column, new Column.AnswerColumn(word));
    }
  }

  private void requireColumns(int first, List<String> answers) {
    boolean decides = answers.contains("action") || answers.contains("reason");
    boolean routes = answers.contains("route");
    if (!problems.isEmpty()) {
      return;
    }
    if (decides == routes || (decides && answers.size() < 2)) {
      problem(start + 1, first, "a table states either an action and a reason, or a route");
    }
    if (columns.values().stream().filter(Column.NameColumn.class::isInstance).count() != 1) {
      problem(start + 1, first, "a table has one NAME column, where each row says what it is for");
    }
    columns.forEach(
        (column, kind) -> {
          if (decides
              && kind instanceof Column.Condition condition
              && condition.attribute() == Attribute.ACTION) {
            problem(start + 3, column, "only a routing table can ask for the action");
          }
        });
  }
}
