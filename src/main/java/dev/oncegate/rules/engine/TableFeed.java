package dev.oncegate.rules.engine;

import dev.oncegate.rules.space.Attribute;
import dev.oncegate.rules.table.DecisionTable;
import dev.oncegate.rules.table.Statement;
import dev.oncegate.rules.table.TableRow;
import java.util.ArrayList;
import java.util.List;
import org.drools.decisiontable.parser.DefaultRuleSheetListener;
import org.drools.decisiontable.parser.RuleSheetListener;
import org.drools.template.model.DRLOutput;

/**
 * Hands a table's cells to Drools' own compiler of decision tables. What was read and checked is
 * what is compiled; a row's name becomes the row's number, so that two rows with one name are two
 * rules.
 */
final class TableFeed {
  private static final String FACT = "$situation : " + Facts.class.getSimpleName();

  private final DecisionTable table;
  private final RuleSheetListener listener = new DefaultRuleSheetListener();
  private final List<Attribute> attributes;
  private int row;

  private TableFeed(DecisionTable table) {
    this.table = table;
    // Open attributes come last, where Drools finds one of thousands of words by hashing.
    attributes = table.conditionColumns().keySet().stream().sorted().toList();
  }

  /** The table as DRL; rules are named by their place among the rows. */
  static String drl(DecisionTable table, String packageName) {
    return new TableFeed(table).drl(packageName);
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
    for (int i = 0; i < table.rows().size(); i++) {
      put(cells(Integer.toString(i), table.rows().get(i)));
    }
    listener.finishSheet();
    var out = new DRLOutput();
    listener.getRuleSet().renderDRL(out);
    return out.getDRL();
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

  private List<String> cells(String name, TableRow tableRow) {
    var cells = new ArrayList<String>();
    cells.add(name);
    cells.add(table.question().word());
    for (Attribute attribute : attributes) {
      cells.add(String.join(", ", tableRow.conditions().getOrDefault(attribute, List.of())));
    }
    switch (tableRow.statement()) {
      case Statement.Decide decide -> {
        cells.add(decide.action());
        cells.add(decide.reason());
      }
      case Statement.Route route -> cells.add(route.route());
    }
    return cells;
  }
}
