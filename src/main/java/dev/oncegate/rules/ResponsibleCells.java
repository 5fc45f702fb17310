package dev.oncegate.rules;

import dev.oncegate.core.decide.RuleRef;
import dev.oncegate.core.decide.Situation;
import dev.oncegate.rules.CompiledRulebook.UnmetCondition;
import dev.oncegate.rules.engine.Rule;
import dev.oncegate.rules.engine.RuleMatches;
import dev.oncegate.rules.space.Attribute;
import dev.oncegate.rules.table.Statement;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The cells by which one rulebook answers otherwise than another. A row of the one is found in the
 * other by what it says, its name, conditions and answer, and not by where it stands: rows are put
 * in and taken out above it.
 */
public final class ResponsibleCells {
  private final CompiledRulebook candidate;
  private final Map<RuleRef, Rule> inCandidate = new HashMap<>();

  /** What a row says, without what may have been edited of it. */
  private record Said(
      @Nullable String name,
      @Nullable Map<Attribute, Set<String>> conditions,
      @Nullable Statement statement) {}

  public ResponsibleCells(CompiledRulebook today, CompiledRulebook candidate) {
    this.candidate = candidate;
    Map<String, Rule.OfTable> before = tableRows(today);
    Map<String, Rule.OfTable> after = tableRows(candidate);
    // First what is the same, then what was edited in one respect, then what kept its name.
    match(before, after, row -> said(row, true, true, true));
    match(before, after, row -> said(row, true, true, false));
    match(before, after, row -> said(row, true, false, true));
    match(before, after, row -> said(row, false, true, true));
    match(before, after, row -> said(row, true, false, false));
  }

  /**
   * The cells of the candidate that are why today's row does not decide there: those that keep it
   * from holding, or, where it holds, decides otherwise or is gone, what the rule that decides
   * states.
   *
   * @param before the row of today
   */
  public List<String> of(Situation situation, RuleRef before) {
    int index = candidate.space().indexOf(situation);
    if (inCandidate.get(before) instanceof Rule.OfTable same) {
      List<UnmetCondition> unmet = candidate.unmet(same, index);
      if (!unmet.isEmpty()) {
        return unmet.stream().map(UnmetCondition::cell).toList();
      }
    }
    RuleMatches decided = candidate.verdicts().decided();
    int winner = decided.winner(decided.projection().cell(index));
    return List.of(decided.rule(winner).answerAddress());
  }

  private static Map<String, Rule.OfTable> tableRows(CompiledRulebook rulebook) {
    var rows = new LinkedHashMap<String, Rule.OfTable>();
    for (Rule rule : rulebook.verdicts().decided().rules()) {
      if (rule instanceof Rule.OfTable row) {
        rows.put(row.row().address(), row);
      }
    }
    return rows;
  }

  private static Said said(Rule.OfTable row, boolean name, boolean conditions, boolean statement) {
    var words = new EnumMap<Attribute, Set<String>>(Attribute.class);
    row.tableRow()
        .conditions()
        .forEach((attribute, cell) -> words.put(attribute, Set.copyOf(cell)));
    return new Said(
        name ? row.tableRow().sentence() : null,
        conditions ? words : null,
        statement ? row.statement() : null);
  }

  /** Takes the rows that say the same out of both rulebooks, where it is plain which is which. */
  private void match(
      Map<String, Rule.OfTable> before,
      Map<String, Rule.OfTable> after,
      Function<Rule.OfTable, Said> said) {
    Map<Said, List<Rule.OfTable>> others = bySaying(after, said);
    bySaying(before, said)
        .forEach(
            (words, rows) -> {
              List<Rule.OfTable> alike = others.getOrDefault(words, List.of());
              // Of rows that are equal in all, the first decides, and the others never do.
              boolean whole =
                  words.name() != null && words.conditions() != null && words.statement() != null;
              if (!alike.isEmpty() && (whole || (rows.size() == 1 && alike.size() == 1))) {
                inCandidate.put(rows.getFirst().row(), alike.getFirst());
                before.remove(rows.getFirst().row().address());
                after.remove(alike.getFirst().row().address());
              }
            });
  }

  private static Map<Said, List<Rule.OfTable>> bySaying(
      Map<String, Rule.OfTable> rows, Function<Rule.OfTable, Said> said) {
    var saying = new LinkedHashMap<Said, List<Rule.OfTable>>();
    for (Rule.OfTable row : rows.values()) {
      saying.computeIfAbsent(said.apply(row), _ -> new ArrayList<>()).add(row);
    }
    return saying;
  }
}
