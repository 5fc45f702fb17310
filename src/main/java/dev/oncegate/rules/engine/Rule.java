package dev.oncegate.rules.engine;

import dev.oncegate.core.decide.RuleRef;
import dev.oncegate.rules.table.DecisionTable;
import dev.oncegate.rules.table.Statement;
import dev.oncegate.rules.table.TableRow;

/** A rule that was compiled, from a table's row or from a DRL file. */
public sealed interface Rule {
  /** Rules of a higher priority answer before all of a lower one. */
  int TABLE_PRIORITY = 0;

  /** Drools gives the rows of a table the saliences from here down. */
  int TABLE_TOP_SALIENCE = 65_535;

  RuleRef row();

  Statement statement();

  /** The file it is from. */
  String file();

  /** {@link #TABLE_PRIORITY} for all rows of all tables. */
  int priority();

  /** {@code file!sheet!cell} of what it states, or the address of a DRL rule. */
  String answerAddress();

  /** A row of a table. */
  record OfTable(DecisionTable table, TableRow tableRow) implements Rule {
    @Override
    public RuleRef row() {
      return new RuleRef(table.rowAddress(tableRow), tableRow.sentence());
    }

    @Override
    public Statement statement() {
      return tableRow.statement();
    }

    @Override
    public String file() {
      return table.file();
    }

    @Override
    public int priority() {
      return TABLE_PRIORITY;
    }

    @Override
    public String answerAddress() {
      return table.answerCell(tableRow);
    }
  }

  /** A rule of a DRL file, whose salience places it above, among or below all tables. */
  record OfDrl(String file, String name, int salience, Statement statement) implements Rule {
    @Override
    public RuleRef row() {
      return new RuleRef(file + "!" + name, name);
    }

    @Override
    public int priority() {
      boolean amongTables = salience >= 0 && salience <= TABLE_TOP_SALIENCE;
      return amongTables ? TABLE_PRIORITY : salience;
    }

    @Override
    public String answerAddress() {
      return row().address();
    }
  }
}
