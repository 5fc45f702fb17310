package dev.oncegate.rules.engine;

import dev.oncegate.rules.sheet.TableProblem;
import dev.oncegate.rules.space.Attribute;
import dev.oncegate.rules.space.DecisionSpace;
import dev.oncegate.rules.space.Projection;
import dev.oncegate.rules.space.ValueClasses;
import dev.oncegate.rules.table.DecisionTable;
import dev.oncegate.rules.table.Statement;
import dev.oncegate.rules.table.TableRow;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.drools.core.impl.RuleBaseFactory;
import org.drools.kiesession.rulebase.InternalKnowledgeBase;
import org.drools.kiesession.rulebase.KnowledgeBaseFactory;
import org.jspecify.annotations.Nullable;
import org.kie.api.KieBaseConfiguration;
import org.kie.api.io.ResourceType;
import org.kie.api.runtime.KieSession;
import org.kie.internal.builder.KnowledgeBuilder;
import org.kie.internal.builder.KnowledgeBuilderConfiguration;
import org.kie.internal.builder.KnowledgeBuilderError;
import org.kie.internal.builder.KnowledgeBuilderFactory;
import org.kie.internal.conf.ConstraintJittingThresholdOption;
import org.kie.internal.io.ResourceFactory;
import org.mvel2.optimizers.OptimizerFactory;

/**
 * The rules that answer one question, compiled by Drools: interpreted, so that no class is
 * generated.
 */
public final class RuleBase {
  private static final String TABLE_PACKAGE = "oncegate.table";

  /** Held, so that its level stays: loggers are otherwise forgotten. */
  private static final Logger DROOLS_LOG = Logger.getLogger("org.drools");

  static {
    OptimizerFactory.setDefaultOptimizer("reflective");
    // Drools writes what each insert and firing does, which took half the time of a load.
    if (DROOLS_LOG.getLevel() == null) {
      DROOLS_LOG.setLevel(Level.WARNING);
    }
  }

  private final Statement.Question question;
  private final List<RuleOrigin> origins;
  private final Map<String, Integer> numberOf = new HashMap<>();
  private final InternalKnowledgeBase base;

  /** Where rules are from: Drools' package and names of them, and the row or DRL rule. */
  private record RuleOrigin(String packageName, List<String> names, Rule rule) {
    static String key(String packageName, String name) {
      return packageName + "!" + name;
    }
  }

  private RuleBase(
      Statement.Question question, List<RuleOrigin> origins, InternalKnowledgeBase base) {
    this.question = question;
    this.origins = origins;
    this.base = base;
    for (int number = 0; number < origins.size(); number++) {
      RuleOrigin origin = origins.get(number);
      for (String name : origin.names()) {
        numberOf.put(RuleOrigin.key(origin.packageName(), name), number);
      }
    }
  }

  /**
   * Compiles the tables that answer a question, and all DRL.
   *
   * @param alike the words that these tables and DRL do not tell apart
   * @return null if there are problems, which are added to the list
   */
  public static @Nullable RuleBase compile(
      Statement.Question question,
      List<DecisionTable> tables,
      List<DrlFile> drlFiles,
      ValueClasses alike,
      List<TableProblem> problems) {
    KnowledgeBuilderConfiguration settings =
        KnowledgeBuilderFactory.newKnowledgeBuilderConfiguration();
    settings.setProperty("drools.dialect.default", "mvel");
    // Drools makes a compiler of Java though no rule is Java; this one is but a name until asked.
    settings.setProperty("drools.dialect.java.compiler", "NATIVE");
    KnowledgeBuilder builder = KnowledgeBuilderFactory.newKnowledgeBuilder(settings);
    var origins = new ArrayList<RuleOrigin>();
    boolean good = true;
    for (int i = 0; i < tables.size(); i++) {
      DecisionTable table = tables.get(i);
      if (!table.rows().isEmpty()) {
        String packageName = TABLE_PACKAGE + i;
        TableFeed.Compilable compilable = TableFeed.of(table, packageName, alike, problems);
        if (compilable == null) {
          return null;
        }
        good &= add(builder, table.file(), compilable.drl(), problems);
        origins.addAll(origins(table, packageName, compilable.rowOfRule()));
      }
    }
    for (DrlFile drl : drlFiles) {
      good &= add(builder, drl.name(), drl.source(), problems);
      drl.saliences()
          .forEach(
              (name, salience) -> {
                Rule rule = new Rule.OfDrl(drl.name(), name, salience, NOT_STATED);
                origins.add(new RuleOrigin(drl.packageName(), List.of(name), rule));
              });
    }
    if (!good) {
      return null;
    }
    // Stable: within a file, the order of rows; between files, that of their names.
    origins.sort(Comparator.comparingInt(origin -> -origin.rule().priority()));
    KieBaseConfiguration baseSettings = RuleBaseFactory.newKnowledgeBaseConfiguration();
    baseSettings.setOption(ConstraintJittingThresholdOption.get(-1));
    InternalKnowledgeBase base = KnowledgeBaseFactory.newKnowledgeBase(baseSettings);
    base.addPackages(builder.getKnowledgePackages());
    return new RuleBase(question, origins, base);
  }

  private static List<RuleOrigin> origins(
      DecisionTable table, String packageName, List<Integer> rowOfRule) {
    var names = new ArrayList<List<String>>();
    var origins = new ArrayList<RuleOrigin>();
    for (TableRow row : table.rows()) {
      names.add(new ArrayList<>());
      origins.add(new RuleOrigin(packageName, names.getLast(), new Rule.OfTable(table, row)));
    }
    for (int rule = 0; rule < rowOfRule.size(); rule++) {
      names.get(rowOfRule.get(rule)).add(Integer.toString(rule));
    }
    return origins;
  }

  private static final Statement NOT_STATED = new Statement.RouteStatement("none");

  private static boolean add(
      KnowledgeBuilder builder, String file, String drl, List<TableProblem> problems) {
    int before = builder.getErrors().size();
    builder.add(
        ResourceFactory.newByteArrayResource(drl.getBytes(StandardCharsets.UTF_8)),
        ResourceType.DRL);
    int seen = 0;
    for (KnowledgeBuilderError error : builder.getErrors()) {
      if (seen++ >= before) {
        problems.add(
            TableProblem.ofFile(file, "Drools cannot compile it" + DrlFile.where(error, drl)));
      }
    }
    return seen == before;
  }

  /**
   * Asks Drools about each cell of the projection, once.
   *
   * @param problems get what is wrong with DRL rules that state no lasting verdict
   */
  public RuleMatches ask(DecisionSpace space, Projection projection, List<TableProblem> problems) {
    var asking = new Asking(problems);
    int[][] fired = new int[projection.size()][];
    KieSession session = base.newKieSession();
    try {
      for (int cell = 0; cell < fired.length; cell++) {
        int situation = projection.representative(cell);
        for (Attribute attribute : Attribute.ofASituation()) {
          asking.facts.put(attribute, space.word(situation, attribute));
        }
        fired[cell] = asking.ask(session);
      }
    } finally {
      session.dispose();
    }
    return new RuleMatches(asking.rules(), projection, fired);
  }

  /** One pass over situations: which rules fire, and what they state. */
  private final class Asking {
    private final Facts facts = new Facts();
    private final List<TableProblem> problems;
    private final @Nullable Statement[] stated = new Statement[origins.size()];
    private final boolean[] complained = new boolean[origins.size()];
    private final Map<List<Integer>, int[]> same = new HashMap<>();
    private final List<Integer> fired = new ArrayList<>();
    private int firing = -1;

    Asking(List<TableProblem> problems) {
      this.problems = problems;
      facts.ask(question);
    }

    int[] ask(KieSession session) {
      fired.clear();
      var handle = session.insert(facts);
      session.fireAllRules(
          match -> {
            take();
            var rule = match.getRule();
            Integer number = numberOf.get(RuleOrigin.key(rule.getPackageName(), rule.getName()));
            if (number == null) {
              throw new IllegalStateException("Drools fired a rule that nobody wrote: " + rule);
            }
            firing = number;
            return true;
          });
      take();
      session.delete(handle);
      fired.sort(Comparator.naturalOrder());
      return same.computeIfAbsent(
          List.copyOf(fired), list -> list.stream().mapToInt(Integer::intValue).toArray());
    }

    /** Takes what the rule stated that fired last, if any did. */
    private void take() {
      if (firing < 0) {
        return;
      }
      Statement statement = facts.takeStatement();
      if (statement != null) {
        fired.add(firing);
        Statement before = stated[firing];
        if (before == null) {
          stated[firing] = statement;
          requireAsWritten(origins.get(firing).rule(), statement);
        } else if (!before.equals(statement) && !complained[firing]) {
          complained[firing] = true;
          Rule rule = origins.get(firing).rule();
          problems.add(
              TableProblem.ofFile(
                  rule.file(),
                  "rule `"
                      + rule.row().sentence()
                      + "` states different verdicts: "
                      + before
                      + " and "
                      + statement));
        }
      }
      firing = -1;
    }

    private void requireAsWritten(Rule rule, Statement statement) {
      if (rule instanceof Rule.OfTable && !rule.statement().equals(statement)) {
        throw new IllegalStateException(
            rule.row() + " says " + rule.statement() + ", Drools " + statement);
      }
    }

    /** The rules by number; of those that never fired in DRL, nobody knows the statement. */
    List<Rule> rules() {
      var rules = new ArrayList<Rule>();
      for (int number = 0; number < stated.length; number++) {
        Rule rule = origins.get(number).rule();
        Statement statement = stated[number];
        if (rule instanceof Rule.OfDrl drl && statement != null) {
          rule = new Rule.OfDrl(drl.file(), drl.name(), drl.salience(), statement);
        }
        rules.add(rule);
      }
      return rules;
    }
  }
}
