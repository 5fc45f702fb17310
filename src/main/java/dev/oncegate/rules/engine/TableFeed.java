package dev.oncegate.rules.engine;

import dev.oncegate.rules.sheet.TableProblem;
import dev.oncegate.rules.space.Attribute;
import dev.oncegate.rules.space.ValueClasses;
import dev.oncegate.rules.table.DecisionTable;
import dev.oncegate.rules.table.Statement;
import dev.oncegate.rules.table.TableRow;
import java.util.ArrayList;
import java.util.List;
import org.drools.decisiontable.parser.DefaultRuleSheetListener;
import org.drools.decisiontable.parser.RuleSheetListener;
import org.drools.template.model.DRLOutput;
import org.jspecify.annotations.Nullable;

/**
 * Hands a table's cells to Drools' own compiler of decision tables. What was read and checked is
 * what is compiled, but for two things: rules are named by their place, so that two rows with one
 * name are two rules; and a row with several words of an open attribute becomes a rule for each,
 * since Drools finds one word among thousands by hashing, but reads lists one by one.
 */
final class TableFeed {
  /** Rules that a table may come to; Drools numbers no more than 65,536. */
  static final int RULES = 60_000;

  private static final String FACT = "$situation : " + Facts.class.getSimpleName();

  private final DecisionTable table;
  private final ValueClasses alike;
  private final RuleSheetListener listener = new DefaultRuleSheetListener();
  private final List<Attribute> attributes;
  private final List<Integer> rowOfRule = new ArrayList<>();
  private int row;

  /**
   * What Drools is to compile.
   *
   * @param rowOfRule for each rule's name, which is its number from 0, the place of its row
   */
  record Compilable(String drl, List<Integer> rowOfRule) {}

  private TableFeed(DecisionTable table, ValueClasses alike) {
    this.table = table;
    this.alike = alike;
    // Open attributes come last, where Drools finds one of thousands of words by hashing.
    attributes = table.conditionColumns().keySet().stream().sorted().toList();
  }

  /** The table as DRL; null if it comes to too many rules, which is added to the problems. */
  static @Nullable Compilable of(
      DecisionTable table, String packageName, ValueClasses alike, List<TableProblem> problems) {
    var feed = new TableFeed(table, alike);
    long rules = 0;
    for (TableRow tableRow : table.rows()) {
      rules += feed.rulesOf(tableRow);
      if (rules > RULES) {
        problems.add(
            table.problem(
                tableRow,
                "up to this row, the table's lists of words come to more than "
                    + RULES
                    + " combinations"));
        return null;
      }
    }
    return new Compilable(feed.drl(packageName), feed.rowOfRule);
  }

  private long rulesOf(TableRow tableRow) {
    long rules = 1;
    for (Attribute attribute : attributes) {
      if (attribute.isOpen()) {
        rules *= Math.max(1, standing(tableRow, attribute).size());
      }
    }
    return rules;
  }

  private List<String> standing(TableRow tableRow, Attribute attribute) {
    return alike.standing(attribute, tableRow.conditions().getOrDefault(attribute, List.of()));
  }

  private String drl(String packageName) {
    listener.startSheet(table.sheet());
    put("RuleSet", packageName);
    put("Import", Facts.class.getName());
    put("Dialect", "mvel");
    put("Sequential", "true");
    put("RuleTable rows");
    put(columns("NAME", "CONDITION", "ACTION"));
    putFactRow();
    put(templates());
    put("");
    for (int place = 0; place < table.rows().size(); place++) {
      putRules(place, table.rows().get(place), 0, new ArrayList<>());
    }
    listener.finishSheet();
    var out = new DRLOutput();
    listener.getRuleSet().renderDRL(out);
    return out.getDRL();
  }

  /** A rule for each combination of the open attributes' words; the other words stay lists. */
  private void putRules(int place, TableRow tableRow, int column, List<String> conditions) {
    if (column == attributes.size()) {
      put(cells(Integer.toString(rowOfRule.size()), conditions, tableRow.statement()));
      rowOfRule.add(place);
      return;
    }
    Attribute attribute = attributes.get(column);
    List<String> words = standing(tableRow, attribute);
    boolean apart = attribute.isOpen() && !words.isEmpty();
    for (String cell : apart ? words : List.of(String.join(", ", words))) {
      conditions.addLast(cell);
      putRules(place, tableRow, column + 1, conditions);
      conditions.removeLast();
    }
  }

  private void put(String... cells) {
    put(List.of(cells));
  }

  private void put(List<String> cells) {
    listener.newRow(row, cells.size());
    for (int column = 0; column < cells.size(); column++) {
      listener.newCell(row, column, cells.get(column), RuleSheetListener.NON_MERGED);
    }
    row++;
  }

  private List<String> columns(String name, String condition, String answer) {
    var cells = new ArrayList<String>();
    cells.add(name);
    // The question comes before the attributes, so that a row without conditions has one.
    for (int i = 0; i <= attributes.size(); i++) {
      cells.add(condition);
    }
    cells.add(answer);
    if (table.question() == Statement.Question.DECIDE) {
      cells.add(answer);
    }
    return cells;
  }

  /** One pattern over all conditions, as if its cell were merged across them. */
  private void putFactRow() {
    listener.newRow(row, attributes.size() + 2);
    for (int column = 1; column <= attributes.size() + 1; column++) {
      listener.newCell(row, column, FACT, 1);
    }
    row++;
  }

  private List<String> templates() {
    var cells = new ArrayList<String>();
    cells.add("");
    cells.add("asked == \"$param\"");
    for (Attribute attribute : attributes) {
      cells.add("forall(||){" + attribute.word() + " == \"$\"}");
    }
    switch (table.question()) {
      case DECIDE -> {
        cells.add("$situation.action(\"$param\");");
        cells.add("$situation.reason(\"$param\");");
      }
      case ROUTE -> cells.add("$situation.route(\"$param\");");
    }
    return cells;
  }

  private List<String> cells(String name, List<String> conditions, Statement statement) {
    var cells = new ArrayList<String>();
    cells.add(name);
    cells.add(table.question().word());
    cells.addAll(conditions);
    switch (statement) {
      case Statement.DecideStatement decide -> {
        cells.add(decide.action());
        cells.add(decide.reason());
      }
      case Statement.RouteStatement route -> cells.add(route.route());
    }
    return cells;
  }
}
