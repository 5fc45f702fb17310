package dev.oncegate.rules.table;

import dev.oncegate.core.decide.Reason;
import dev.oncegate.core.decide.Route;
import dev.oncegate.rules.sheet.Cell;
import dev.oncegate.rules.sheet.CsvFile;
import dev.oncegate.rules.sheet.Sheet;
import dev.oncegate.rules.sheet.TableLimits;
import dev.oncegate.rules.sheet.TableProblem;
import dev.oncegate.rules.sheet.UnreadableFileException;
import dev.oncegate.rules.sheet.XlsxFile;
import dev.oncegate.rules.space.Attribute;
import dev.oncegate.rules.space.Vocabulary;
import dev.oncegate.rules.space.WordList;
import dev.oncegate.rules.table.TableHead.Column;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A file {@code *.drl.xlsx} or {@code *.drl.csv} read as a table. */
public final class TableFile {
  public static final String XLSX = ".drl.xlsx";
  public static final String CSV = ".drl.csv";

  private static final Pattern ONLY_MARKS = Pattern.compile("[^\\p{L}\\p{N}]+");
  private static final int SENTENCE_CHARACTERS = 300;

  private final String file;
  private final List<TableProblem> problems;

  private TableFile(String file, List<TableProblem> problems) {
    this.file = file;
    this.problems = problems;
  }

  /** The table in a file, or null if the file has problems, which are added to the list. */
  public static @Nullable DecisionTable read(
      String file, byte[] bytes, List<TableProblem> problems) {
    var found = new ArrayList<TableProblem>();
    DecisionTable table = null;
    try {
      List<Sheet> sheets =
          file.endsWith(CSV) ? List.of(CsvFile.read(file, bytes)) : XlsxFile.read(file, bytes);
      table = new TableFile(file, found).table(sheets);
    } catch (UnreadableFileException unreadable) {
      found.add(unreadable.in(file));
    }
    problems.addAll(found);
    return found.isEmpty() ? table : null;
  }

  /** Whether enough is listed, so that a long file of mistakes ends. */
  private boolean isEnough() {
    return problems.size() >= TableLimits.PROBLEMS;
  }

  private @Nullable DecisionTable table(List<Sheet> sheets) {
    Sheet first = null;
    int[] start = {};
    for (Sheet sheet : sheets) {
      List<int[]> starts = starts(sheet);
      for (int[] found : starts) {
        if (isEnough()) {
          return null;
        }
        if (first == null) {
          first = sheet;
          start = found;
        } else {
          problems.add(
              sheet.problem(
                  found[0], found[1], "this is a second table; each table has a file of its own"));
        }
      }
      if (starts.isEmpty()) {
        refuseKeywords(sheet);
      }
    }
    if (first == null) {
      if (problems.isEmpty()) {
        problems.add(TableProblem.ofFile(file, "holds no table: no cell says `RuleTable`"));
      }
      return null;
    }
    return problems.isEmpty() ? table(first, start[0], start[1]) : null;
  }

  /** The cells that say RuleTable, by row and column. */
  private static List<int[]> starts(Sheet sheet) {
    var starts = new ArrayList<int[]>();
    for (int row : sheet.rows()) {
      sheet
          .row(row)
          .forEach(
              (column, cell) -> {
                if (TableHead.isRuleTable(cell)) {
                  starts.add(new int[] {row, column});
                }
              });
    }
    return starts;
  }

  /** A sheet of notes is welcome in a workbook; one that looks like half a table is not. */
  private void refuseKeywords(Sheet sheet) {
    for (int row : sheet.rows()) {
      sheet
          .row(row)
          .forEach(
              (column, cell) -> {
                if (TableHead.isKeyword(cell) && !isEnough()) {
                  problems.add(
                      sheet.problem(
                          row,
                          column,
                          "`" + cell.text() + "` is not accepted in a sheet of notes"));
                }
              });
    }
  }

  private @Nullable DecisionTable table(Sheet sheet, int startRow, int startColumn) {
    TableHead head = TableHead.read(sheet, startRow, startColumn, problems);
    refuseMerged(sheet, head, startRow, startColumn);
    if (!problems.isEmpty()) {
      return null;
    }
    var conditionColumns = new EnumMap<Attribute, Integer>(Attribute.class);
    int nameColumn = startColumn;
    var answers = new TreeMap<String, Integer>();
    for (Map.Entry<Integer, Column> entry : head.columns().entrySet()) {
      switch (entry.getValue()) {
        case Column.NameColumn _ -> nameColumn = entry.getKey();
        case Column.Notes _ -> {}
        case Column.Condition condition ->
            conditionColumns.put(condition.attribute(), entry.getKey());
        case Column.AnswerColumn answer -> answers.put(answer.word(), entry.getKey());
      }
    }
    Statement.Question question =
        answers.containsKey("route") ? Statement.Question.ROUTE : Statement.Question.DECIDE;
    List<TableRow> rows = rows(sheet, head, answers, nameColumn);
    return new DecisionTable(
        file,
        sheet.name(),
        tableName(sheet, startRow, startColumn),
        question,
        nameColumn,
        conditionColumns,
        answers.firstEntry().getValue(),
        head.lastRow(),
        rows);
  }

  /** What the cell says that begins the table; where it has no name, the sheet's. */
  private static String tableName(Sheet sheet, int row, int column) {
    String name = sheet.cell(row, column).text().substring("RuleTable".length()).strip();
    return name.isEmpty() ? sheet.name() : name;
  }

  private void refuseMerged(Sheet sheet, TableHead head, int startRow, int startColumn) {
    for (Sheet.Area area : sheet.merged()) {
      boolean aboveRules = area.lastRow() <= head.lastRow();
      boolean onlyFact = area.firstRow() == startRow + 2 && area.lastRow() == startRow + 2;
      boolean inHead = area.lastRow() > startRow && aboveRules && !onlyFact;
      if ((!aboveRules || inHead) && area.lastColumn() >= startColumn) {
        problems.add(
            sheet.problem(
                area.firstRow(),
                area.firstColumn(),
                "merged cells are not accepted in a table; each row says everything itself"));
      }
    }
  }

  private List<TableRow> rows(
      Sheet sheet, TableHead head, Map<String, Integer> answers, int nameColumn) {
    var rows = new ArrayList<TableRow>();
    for (int row : sheet.rows().tailSet(head.lastRow(), false)) {
      if (isBlank(sheet, row, head)) {
        continue;
      }
      if (isEnough()) {
        problems.add(
            TableProblem.ofFile(
                file,
                "has more problems than the "
                    + TableLimits.PROBLEMS
                    + " that are listed; the others show when these are mended"));
        return rows;
      }
      if (rows.size() == TableLimits.RULES) {
        problems.add(
            sheet.problem(row, nameColumn, "a table has at most " + TableLimits.RULES + " rows"));
        return rows;
      }
      int before = problems.size();
      var negations = new EnumMap<Attribute, String>(Attribute.class);
      Map<Attribute, List<String>> conditions = conditions(sheet, row, head, negations);
      Statement statement = statement(sheet, row, answers);
      String sentence = sentence(sheet, row, nameColumn);
      if (problems.size() == before && statement != null) {
        rows.add(TableRow.of(row, sentence, conditions, negations, statement));
      } else {
        // Counts towards the limit, so that a long file of mistakes ends.
        rows.add(
            TableRow.of(row, sentence, Map.of(), Map.of(), new Statement.RouteStatement("none")));
      }
    }
    return rows;
  }

  private static boolean isBlank(Sheet sheet, int row, TableHead head) {
    for (Map.Entry<Integer, Column> column : head.columns().entrySet()) {
      if (!(column.getValue() instanceof Column.Notes)
          && !sheet.cell(row, column.getKey()).isBlank()) {
        return false;
      }
    }
    return true;
  }

  /**
   * @param negations get the cells that say which words are not meant
   */
  private Map<Attribute, List<String>> conditions(
      Sheet sheet, int row, TableHead head, Map<Attribute, String> negations) {
    var conditions = new EnumMap<Attribute, List<String>>(Attribute.class);
    for (Map.Entry<Integer, Column> entry : head.columns().entrySet()) {
      if (entry.getValue() instanceof Column.Condition condition) {
        String text = condition(sheet, row, entry.getKey(), condition.attribute());
        if (!text.isEmpty()) {
          List<String> words = words(sheet, row, entry.getKey(), text, condition);
          if (WordList.isNegated(text)) {
            negations.put(condition.attribute(), text);
          }
          conditions.put(condition.attribute(), words);
        }
      }
    }
    return conditions;
  }

  private List<String> words(
      Sheet sheet, int row, int column, String text, Column.Condition condition) {
    if (!condition.many() && text.contains(",")) {
      problems.add(
          sheet.problem(
              row,
              column,
              "this column takes one word a cell; for several its template must be `forall(||){"
                  + condition.attribute()
                  + " == \"$\"}`"));
      return List.of();
    }
    return WordList.read(
        condition.attribute(),
        text,
        complaint -> problems.add(sheet.problem(row, column, complaint)));
  }

  private @Nullable Statement statement(Sheet sheet, int row, Map<String, Integer> answers) {
    Integer routeColumn = answers.get("route");
    if (routeColumn != null) {
      String route = required(sheet, row, routeColumn, "route");
      if (!route.isEmpty() && ONLY_MARKS.matcher(route).matches()) {
        problems.add(
            sheet.problem(
                row,
                routeColumn,
                "`" + Vocabulary.shown(route) + "` is no route; `default` is the topic itself"));
        return null;
      }
      if (!route.isEmpty() && !isWord(sheet, row, routeColumn, () -> new Route(route).word())) {
        return null;
      }
      return route.isEmpty() ? null : new Statement.RouteStatement(route);
    }
    int actionColumn = answers.getOrDefault("action", 0);
    int reasonColumn = answers.getOrDefault("reason", 0);
    String action = required(sheet, row, actionColumn, "action");
    String reason = required(sheet, row, reasonColumn, "reason");
    if (!action.isEmpty() && !Statement.DecideStatement.ACTIONS.contains(action)) {
      problems.add(
          sheet.problem(
              row,
              actionColumn,
              "`"
                  + action
                  + "` is no action: "
                  + Vocabulary.didYouMean(action, Statement.DecideStatement.ACTIONS)));
      return null;
    }
    if (reason.isEmpty() || !isWord(sheet, row, reasonColumn, () -> new Reason(reason).word())) {
      return null;
    }
    return action.isEmpty() ? null : new Statement.DecideStatement(action, reason);
  }

  /** The core's own guard of a word says what is wrong with it. */
  private boolean isWord(Sheet sheet, int row, int column, Supplier<String> guarded) {
    try {
      return !guarded.get().isEmpty();
    } catch (IllegalArgumentException e) {
      problems.add(sheet.problem(row, column, String.valueOf(e.getMessage())));
      return false;
    }
  }

  private String required(Sheet sheet, int row, int column, String what) {
    String text = text(sheet, row, column);
    if (text.isEmpty() && sheet.cell(row, column).isBlank()) {
      problems.add(sheet.problem(row, column, "this row states no " + what));
    }
    return text;
  }

  private String sentence(Sheet sheet, int row, int column) {
    String text = text(sheet, row, column);
    if (text.length() > SENTENCE_CHARACTERS) {
      problems.add(
          sheet.problem(row, column, "a name has at most " + SENTENCE_CHARACTERS + " characters"));
    } else if (text.matches("(?s).*(?:[\"\\\\{}$]|\\p{Cntrl}|\\beval\\s*\\().*")) {
      problems.add(
          sheet.problem(
              row, column, "a name is a sentence on one line, without \" \\ { } $ and code"));
    }
    return text;
  }

  /** A condition's text; where yes and no are the words, a truth value is one of them. */
  private String condition(Sheet sheet, int row, int column, Attribute attribute) {
    Cell cell = sheet.cell(row, column);
    boolean isYesOrNo = attribute.words().contains(Vocabulary.YES);
    if (isYesOrNo && cell.kind() == Cell.CellKind.BOOLEAN) {
      return cell.text();
    }
    if (isYesOrNo && cell.kind() == Cell.CellKind.NUMBER) {
      problems.add(
          sheet.problem(
              row, column, "holds the number " + cell.text() + "; write `yes` or `no` as text"));
      return "";
    }
    return text(sheet, row, column);
  }

  /** The cell's text, or nothing and a problem if it holds anything but text. */
  private String text(Sheet sheet, int row, int column) {
    Cell cell = sheet.cell(row, column);
    String complaint =
        switch (cell.kind()) {
          case TEXT -> null;
          case NUMBER -> "holds the number " + cell.text() + "; format the cell as text";
          case BOOLEAN -> "holds the truth value " + cell.text() + "; format the cell as text";
          case ERROR -> "holds a formula that fails: " + cell.text();
          case FORMULA_WITHOUT_VALUE ->
              "holds a formula that was never computed; open and save the file in a spreadsheet program";
        };
    if (complaint == null) {
      return cell.text();
    }
    problems.add(sheet.problem(row, column, complaint));
    return "";
  }
}
