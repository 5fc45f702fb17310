package dev.oncegate.rules.proof;

import dev.oncegate.core.decide.RuleRef;
import dev.oncegate.core.decide.Verdict;
import dev.oncegate.rules.engine.Rule;
import dev.oncegate.rules.engine.RuleMatches;
import dev.oncegate.rules.space.Attribute;
import dev.oncegate.rules.space.DecisionSpace;
import dev.oncegate.rules.space.SituationSet;
import dev.oncegate.rules.space.SituationSets;
import dev.oncegate.rules.table.DecisionTable;
import dev.oncegate.rules.table.Statement;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Everything that can be said against a rulebook, found over all situations. */
public final class RulebookVerifier {
  private final Verdicts verdicts;
  private final DecisionSpace space;
  private final List<DecisionTable> tables;
  private final List<RulebookFinding> findings = new ArrayList<>();

  private RulebookVerifier(Verdicts verdicts, List<DecisionTable> tables) {
    this.verdicts = verdicts;
    this.space = verdicts.space();
    this.tables = tables;
  }

  /** The findings: those that refuse the rulebook first, then by table and row. */
  public static List<RulebookFinding> of(
      Verdicts verdicts, List<DecisionTable> tables, SafetyFile safety) {
    var proof = new RulebookVerifier(verdicts, tables);
    proof.findGaps();
    var decided = Coverage.of(space(verdicts), verdicts.decided(), _ -> true);
    var routed = Coverage.of(space(verdicts), verdicts.routed(), verdicts::sends);
    proof.findConflicts(decided);
    proof.findConflicts(routed);
    proof.findBrokenSafety(safety);
    proof.findNeedlessRows(decided);
    proof.findNeedlessRows(routed);
    return List.copyOf(proof.findings);
  }

  private static DecisionSpace space(Verdicts verdicts) {
    return verdicts.space();
  }

  private void findGaps() {
    int[] labels = new int[space.size()];
    for (int index = 0; index < labels.length; index++) {
      if (verdicts.of(index) == null) {
        labels[index] = verdicts.sends(index) ? 2 : 1;
      }
    }
    for (SituationSet gap : SituationSets.of(space, labels)) {
      boolean routing = labels[gap.first()] == 2;
      Statement.Question question = routing ? Statement.Question.ROUTE : Statement.Question.DECIDE;
      String sentence =
          (routing ? "no row gives a route when " : "no row answers when ") + gap.inWords();
      findings.add(
          new RulebookFinding(
              RulebookFinding.Kind.GAP,
              cellBelow(question),
              sentence,
              words(gap.first()),
              gap.size(),
              List.of()));
    }
  }

  private String cellBelow(Statement.Question question) {
    for (DecisionTable table : tables) {
      if (table.question() == question) {
        return table.cellBelow();
      }
    }
    throw new IllegalStateException("a rulebook has a table for each question");
  }

  private Map<Attribute, String> words(int index) {
    var words = new EnumMap<Attribute, String>(Attribute.class);
    for (Attribute attribute : Attribute.ofASituation()) {
      words.put(attribute, space.word(index, attribute));
    }
    return words;
  }

  private void findConflicts(Coverage coverage) {
    RuleMatches answers = coverage.answers();
    record Pair(int first, int second) {}
    var situations = new LinkedHashMap<Pair, Integer>();
    var witnesses = new LinkedHashMap<Pair, Integer>();
    for (int cell = 0; cell < answers.projection().size(); cell++) {
      if (coverage.situations(cell) > 0) {
        int[] candidates = answers.candidates(cell);
        for (int i = 1; i < candidates.length; i++) {
          Statement first = answers.rule(candidates[0]).statement();
          if (!answers.rule(candidates[i]).statement().equals(first)) {
            var pair = new Pair(candidates[0], candidates[i]);
            situations.merge(pair, coverage.situations(cell), Integer::sum);
            witnesses.putIfAbsent(pair, coverage.witness(cell));
          }
        }
      }
    }
    witnesses.forEach(
        (pair, witness) -> {
          Rule first = answers.rule(pair.first());
          Rule second = answers.rule(pair.second());
          findings.add(
              new RulebookFinding(
                  RulebookFinding.Kind.CONFLICT,
                  second.answerAddress(),
                  "says "
                      + second.statement()
                      + " where "
                      + first.answerAddress()
                      + " says "
                      + first.statement()
                      + ", and nothing ranks one above the other",
                  words(witness),
                  situations.getOrDefault(pair, 0),
                  List.of(second.row(), first.row())));
        });
  }

  private void findBrokenSafety(SafetyFile safety) {
    for (SafetyProperty property : safety.properties()) {
      var situations = new LinkedHashMap<RuleRef, Integer>();
      var witnesses = new LinkedHashMap<RuleRef, Integer>();
      for (int index = 0; index < space.size(); index++) {
        Verdict verdict = verdicts.of(index);
        if (verdict != null && property.isBrokenBy(space, index, verdict)) {
          situations.merge(verdict.row(), 1, Integer::sum);
          witnesses.putIfAbsent(verdict.row(), index);
        }
      }
      witnesses.forEach(
          (row, witness) -> {
            int rule = verdicts.decided().winner(verdicts.decided().projection().cell(witness));
            Rule answering = verdicts.decided().rule(rule);
            findings.add(
                new RulebookFinding(
                    RulebookFinding.Kind.BROKEN_SAFETY,
                    answering.answerAddress(),
                    answering.statement() + " breaks \"" + property.sentence() + "\"",
                    words(witness),
                    situations.getOrDefault(row, 0),
                    List.of(row)));
          });
    }
  }

  private void findNeedlessRows(Coverage coverage) {
    for (int number = 0; number < coverage.answers().rules().size(); number++) {
      if (coverage.answers().rule(number) instanceof Rule.OfTable rule) {
        if (coverage.isDead(number)) {
          findings.add(dead(coverage, number, rule));
        } else if (coverage.isRedundant(number)) {
          findings.add(redundant(coverage, number, rule));
        }
      }
    }
  }

  private RulebookFinding dead(Coverage coverage, int number, Rule.OfTable rule) {
    List<RuleRef> covering = coverage.covering(number);
    boolean decides = rule.statement().question() == Statement.Question.DECIDE;
    String sentence;
    if (covering.isEmpty()) {
      sentence =
          decides
              ? "this row never answers: no situation that can occur meets its conditions"
              : "this row never answers: nothing that is sent meets its conditions";
    } else {
      sentence = "this row never answers: wherever it holds, " + named(covering) + " before it";
    }
    return finding(RulebookFinding.Kind.DEAD, coverage, number, rule, sentence, covering);
  }

  private RulebookFinding redundant(Coverage coverage, int number, Rule.OfTable rule) {
    List<RuleRef> next = coverage.next(number);
    String sentence =
        "this row changes nothing: without it, " + named(next) + " with the same verdict";
    return finding(RulebookFinding.Kind.REDUNDANT, coverage, number, rule, sentence, next);
  }

  private static String named(List<RuleRef> rows) {
    var names = new ArrayList<String>();
    for (RuleRef row : rows.subList(0, Math.min(rows.size(), 5))) {
      names.add(row.address() + " (" + row.sentence() + ")");
    }
    String more = rows.size() > 5 ? " and " + (rows.size() - 5) + " more" : "";
    return String.join(", ", names) + more + (rows.size() == 1 ? " answers" : " answer");
  }

  private RulebookFinding finding(
      RulebookFinding.Kind kind,
      Coverage coverage,
      int number,
      Rule.OfTable rule,
      String sentence,
      List<RuleRef> others) {
    var rows = new ArrayList<RuleRef>();
    rows.add(rule.row());
    rows.addAll(others);
    int witness = coverage.witnessOf(number);
    return new RulebookFinding(
        kind,
        rule.table().nameCell(rule.tableRow()),
        sentence,
        witness < 0 ? null : words(witness),
        coverage.situationsOf(number),
        rows);
  }
}
