package dev.oncegate.replay.report;

import dev.oncegate.core.decide.RuleRef;

/** How the page writes rows. */
final class Rows {
  private Rows() {}

  /** Where a row stands; of a DRL rule, whose address is its sentence, the file alone. */
  static String place(RuleRef row) {
    String named = "!" + row.sentence();
    return row.address().endsWith(named)
        ? row.address().substring(0, row.address().length() - named.length())
        : row.address();
  }
}
