package dev.oncegate.rules.table;

import dev.oncegate.rules.sheet.CellName;
import dev.oncegate.rules.sheet.TableProblem;
import dev.oncegate.rules.space.Attribute;
import java.util.List;
import java.util.Map;

/**
 * A table of the vocabulary; of its rows, the first that holds answers.
 *
 * @param name of the table, by which people tell it from others that answer the same question
 * @param nameColumn the column of the rows' names
 * @param conditionColumns the column of each attribute that the table asks about
 * @param answerColumn the first column of what a row states
 * @param lastHeadRow the row of the human headings, right above the rules
 */
public record DecisionTable(
    String file,
    String sheet,
    String name,
    Statement.Question question,
    int nameColumn,
    Map<Attribute, Integer> conditionColumns,
    int answerColumn,
    int lastHeadRow,
    List<TableRow> rows) {

  public DecisionTable {
    conditionColumns = Map.copyOf(conditionColumns);
    rows = List.copyOf(rows);
  }

  /** {@code file!sheet!row}, which names a rule in verdicts. */
  public String rowAddress(TableRow row) {
    return file + "!" + sheet + "!" + (row.row() + 1);
  }

  /** {@code file!sheet!cell} of a row's name, where one looks for the row. */
  public String nameCell(TableRow row) {
    return cell(row, nameColumn);
  }

  /** {@code file!sheet!cell} of what a row states. */
  public String answerCell(TableRow row) {
    return cell(row, answerColumn);
  }

  /** {@code file!sheet!cell} of one of a row's conditions. */
  public String conditionCell(TableRow row, Attribute attribute) {
    return cell(row, conditionColumns.getOrDefault(attribute, nameColumn));
  }

  /** {@code file!sheet!cell} of the heading above an attribute's conditions. */
  public String headCell(Attribute attribute) {
    int column = conditionColumns.getOrDefault(attribute, nameColumn);
    return file + "!" + sheet + "!" + CellName.of(lastHeadRow, column);
  }

  /** {@code file!sheet!cell} of the first row below the table, where a missing row would go. */
  public String cellBelow() {
    int below = (rows.isEmpty() ? lastHeadRow : rows.getLast().row()) + 1;
    return file + "!" + sheet + "!" + CellName.of(below, nameColumn);
  }

  /** What is wrong with what a row states. */
  public TableProblem answerProblem(TableRow row, String sentence) {
    return new TableProblem(file, sheet, CellName.of(row.row(), answerColumn), sentence);
  }

  /** What is wrong with a row as a whole, at its name. */
  public TableProblem problem(TableRow row, String sentence) {
    return new TableProblem(file, sheet, CellName.of(row.row(), nameColumn), sentence);
  }

  private String cell(TableRow row, int column) {
    return file + "!" + sheet + "!" + CellName.of(row.row(), column);
  }
}
