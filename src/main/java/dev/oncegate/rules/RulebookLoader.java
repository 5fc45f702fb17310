package dev.oncegate.rules;

import dev.oncegate.core.decide.Route;
import dev.oncegate.rules.engine.DrlFile;
import dev.oncegate.rules.engine.Rule;
import dev.oncegate.rules.engine.RuleBase;
import dev.oncegate.rules.engine.RuleMatches;
import dev.oncegate.rules.proof.RulebookFinding;
import dev.oncegate.rules.proof.RulebookVerifier;
import dev.oncegate.rules.proof.SafetyFile;
import dev.oncegate.rules.proof.Verdicts;
import dev.oncegate.rules.sheet.TableLimits;
import dev.oncegate.rules.sheet.TableProblem;
import dev.oncegate.rules.space.Attribute;
import dev.oncegate.rules.space.DecisionSpace;
import dev.oncegate.rules.space.Projection;
import dev.oncegate.rules.space.ValueClasses;
import dev.oncegate.rules.table.DecisionTable;
import dev.oncegate.rules.table.Statement;
import dev.oncegate.rules.table.TableFile;
import dev.oncegate.rules.table.TableRow;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes a rulebook out of files: read, compile, ask every situation, prove. */
public final class RulebookLoader {
  /** How many situations a rulebook may tell apart, unless told otherwise. */
  public static final int SITUATIONS = 2_000_000;

  /** The topic to whose name routes are appended, unless told otherwise. */
  public static final String TOPIC = "destination-events";

  /** Kafka names no topic longer. */
  private static final int TOPIC_CHARACTERS = 249;

  private static final Pattern COPY =
      Pattern.compile(
          "(?iU)(?:copy|kopie|copie|copia|kopia|cópia) ?(?:\\(\\d+\\))? (?:of|von|van|de) |[ _-]+(?:copy|kopie"
              + "|copie|copia|kopia|cópia)(?: ?\\(?\\d+\\)?)?$| ?\\(\\d+\\)$");

  private final RulebookFiles files;
  private final int limit;
  private final String topic;
  private final List<TableProblem> problems = new ArrayList<>();
  private final List<DecisionTable> tables = new ArrayList<>();
  private final List<DrlFile> drlFiles = new ArrayList<>();
  private @Nullable SafetyFile safety;
  private int rows;

  private RulebookLoader(RulebookFiles files, int limit, String topic) {
    this.files = files;
    this.limit = limit;
    this.topic = topic;
  }

  public static LoadResult load(RulebookFiles files) {
    return load(files, SITUATIONS, TOPIC);
  }

  /**
   * Loads a rulebook that tells apart at most so many situations.
   *
   * @param limit at most {@link #SITUATIONS} times a hundred or so: each costs about 10 bytes
   * @param topic to whose name routes are appended
   */
  public static LoadResult load(RulebookFiles files, int limit, String topic) {
    return new RulebookLoader(files, limit, topic).load();
  }

  private LoadResult load() {
    readFiles();
    Verdicts verdicts = problems.isEmpty() ? verdicts() : null;
    if (verdicts == null || safety == null || !problems.isEmpty()) {
      return new LoadResult.Refused(files.hash(), problems, List.of(), null);
    }
    List<RulebookFinding> findings = RulebookVerifier.of(verdicts, tables, safety);
    refuseSameTables();
    if (!problems.isEmpty()) {
      return new LoadResult.Refused(files.hash(), problems, findings, verdicts);
    }
    for (RulebookFinding finding : findings) {
      if (finding.kind().refuses()) {
        return new LoadResult.Refused(files.hash(), List.of(), findings, verdicts);
      }
    }
    return new LoadResult.Accepted(files, new CompiledRulebook(files.hash(), verdicts), findings);
  }

  private void readFiles() {
    files.tables().forEach(this::readFile);
    refuseRoutesWithoutTopic();
    for (Statement.Question question : Statement.Question.values()) {
      boolean missing = tables.stream().noneMatch(table -> table.question() == question);
      if (missing && problems.isEmpty()) {
        String what = question == Statement.Question.DECIDE ? "an action and a reason" : "a route";
        problems.add(TableProblem.ofFile("the rulebook", "has no table whose rows state " + what));
      }
    }
    if (safety == null && !files.tables().containsKey(SafetyFile.NAME)) {
      problems.add(
          TableProblem.ofFile(
              SafetyFile.NAME,
              "is missing; a rulebook without safety properties says so: `properties: []`"));
    }
    files
        .drl()
        .forEach(
            (name, bytes) -> {
              DrlFile drl = DrlFile.read(name, bytes, problems);
              if (drl != null) {
                drlFiles.add(drl);
              }
            });
  }

  private void readFile(String name, byte[] bytes) {
    if (problems.size() >= TableLimits.PROBLEMS || rows > TableLimits.RULEBOOK_RULES) {
      return;
    }
    boolean isTable = name.endsWith(TableFile.XLSX) || name.endsWith(TableFile.CSV);
    if (bytes.length > TableLimits.FILE_BYTES) {
      problems.add(
          TableProblem.ofFile(
              name, "is longer than " + (TableLimits.FILE_BYTES >> 20) + " MB, as no table is"));
    } else if (bytes.length == 0) {
      problems.add(TableProblem.ofFile(name, "is empty"));
    } else if (name.equals(SafetyFile.NAME)) {
      safety = SafetyFile.read(bytes, problems);
    } else if (!isTable) {
      problems.add(TableProblem.ofFile(name, unknownFile(name)));
    } else if (name.endsWith(TableFile.CSV) && files.tables().containsKey(asXlsx(name))) {
      problems.add(
          TableProblem.ofFile(
              name, "is the same table as " + asXlsx(name) + "; only one of them can be it"));
    } else {
      DecisionTable table = TableFile.read(name, bytes, problems);
      if (table != null) {
        add(table);
      }
    }
  }

  private void add(DecisionTable table) {
    tables.add(table);
    rows += table.rows().size();
    if (rows > TableLimits.RULEBOOK_RULES) {
      problems.add(
          TableProblem.ofFile(
              "the rulebook",
              "has more than " + TableLimits.RULEBOOK_RULES + " rows in all its tables"));
    }
  }

  private void refuseRoutesOfDrl(RuleMatches routed) {
    for (Rule rule : routed.rules()) {
      if (rule instanceof Rule.OfDrl drl
          && drl.statement() instanceof Statement.RouteStatement route) {
        String complaint = complaint(route.route(), drl.answerAddress(), new HashMap<>());
        if (complaint != null) {
          problems.add(TableProblem.ofFile(drl.file(), "rule `" + drl.name() + "`: " + complaint));
        }
      }
    }
  }

  /** A copy that somebody made beside the table would answer as well as the table. */
  private void refuseSameTables() {
    var byFile = new HashMap<String, DecisionTable>();
    var byName = new HashMap<String, DecisionTable>();
    for (DecisionTable table : tables) {
      String name = table.question() + " " + table.name().toLowerCase(Locale.ROOT);
      DecisionTable sameName = byName.putIfAbsent(name, table);
      DecisionTable sameFile = byFile.putIfAbsent(original(table.file()), table);
      if (sameName != null) {
        problems.add(same(sameName, table, "both say `RuleTable " + table.name() + "`"));
      } else if (sameFile != null) {
        problems.add(same(sameFile, table, "one is named as a copy of the other"));
      }
    }
  }

  /** The longer name is the copy's: {@code Copy of dedupe.drl.xlsx}. */
  private static TableProblem same(DecisionTable first, DecisionTable second, String why) {
    boolean secondIsCopy = second.file().length() >= first.file().length();
    DecisionTable copy = secondIsCopy ? second : first;
    DecisionTable table = secondIsCopy ? first : second;
    return TableProblem.ofFile(
        copy.file(),
        "is the same table as "
            + table.file()
            + ": "
            + why
            + "; remove one of them, or give a further table names of its own");
  }

  /** A file's name without what programs add to the name of a copy. */
  private static String original(String file) {
    String stem = file.substring(0, file.lastIndexOf(".drl."));
    return COPY.matcher(stem).replaceAll("").toLowerCase(Locale.ROOT);
  }

  private void refuseRoutesWithoutTopic() {
    var topics = new HashMap<String, String>();
    for (DecisionTable table : tables) {
      for (TableRow row : table.rows()) {
        if (row.statement() instanceof Statement.RouteStatement route) {
          String complaint = complaint(route.route(), table.answerCell(row), topics);
          if (complaint != null) {
            problems.add(table.answerProblem(row, complaint));
          }
        }
      }
    }
  }

  /**
   * Why Kafka has no topic for a route.
   *
   * @param topics routes and their cells before, by what Kafka takes for the same name
   */
  private @Nullable String complaint(String route, String cell, Map<String, String> topics) {
    int longest = TOPIC_CHARACTERS - topic.length() - 1;
    if (route.equals(Route.DEFAULT.word())) {
      return null;
    }
    if (route.length() > longest) {
      return "the route has "
          + route.length()
          + " characters, and with more than "
          + longest
          + " the topic "
          + topic
          + "-… would have a name too long for Kafka";
    }
    String said = "`" + route + "` (" + cell + ")";
    String before = topics.putIfAbsent(route.replace('.', '_'), said);
    return before == null || before.startsWith("`" + route + "`")
        ? null
        : "the route `"
            + route
            + "` differs from "
            + before
            + " only in . and _, and Kafka has no topics for both";
  }

  private static String asXlsx(String name) {
    return name.substring(0, name.length() - TableFile.CSV.length()) + TableFile.XLSX;
  }

  private static String unknownFile(String name) {
    return name.endsWith(DrlFile.SUFFIX)
        ? "is code; rules as code come from the build or a directory of their own, not from here"
        : "is no table: tables are named *.drl.xlsx or *.drl.csv, safety properties "
            + SafetyFile.NAME;
  }

  private @Nullable Verdicts verdicts() {
    Map<Attribute, SortedSet<String>> literals = literals();
    long size = DecisionSpace.sizeOf(literals);
    if (size > limit) {
      problems.add(tooMany(size, literals));
      return null;
    }
    DecisionSpace space = DecisionSpace.of(literals);
    RuleMatches decided = ask(Statement.Question.DECIDE, space);
    RuleMatches routed = ask(Statement.Question.ROUTE, space);
    if (routed != null) {
      refuseRoutesOfDrl(routed);
    }
    return decided == null || routed == null || !problems.isEmpty()
        ? null
        : new Verdicts(space, decided, routed);
  }

  private Map<Attribute, SortedSet<String>> literals() {
    var literals = new EnumMap<Attribute, SortedSet<String>>(Attribute.class);
    if (safety != null) {
      literals.putAll(safety.literals());
    }
    for (DrlFile drl : drlFiles) {
      drl.literals().forEach((attribute, words) -> add(literals, attribute, words));
    }
    for (DecisionTable table : tables) {
      table
          .rows()
          .forEach(
              row ->
                  row.conditions()
                      .forEach(
                          (attribute, words) -> {
                            if (attribute.isOpen()) {
                              add(literals, attribute, new TreeSet<>(words));
                            }
                          }));
    }
    return literals;
  }

  private static void add(
      Map<Attribute, SortedSet<String>> literals, Attribute attribute, Set<String> words) {
    literals.computeIfAbsent(attribute, _ -> new TreeSet<>()).addAll(words);
  }

  /** Which columns make the space so large, the worst first. */
  private TableProblem tooMany(long size, Map<Attribute, SortedSet<String>> literals) {
    var columns = new ArrayList<String>();
    literals.entrySet().stream()
        .sorted((a, b) -> b.getValue().size() - a.getValue().size())
        .forEach(
            entry ->
                columns.add(
                    "`"
                        + entry.getKey()
                        + "` with "
                        + entry.getValue().size()
                        + " words"
                        + where(entry.getKey())));
    String sentence =
        "tells apart "
            + size
            + " situations, more than the limit of "
            + limit
            + ", because of the columns "
            + String.join(", ", columns);
    return TableProblem.ofFile("the rulebook", sentence);
  }

  private String where(Attribute attribute) {
    var cells = new ArrayList<String>();
    for (DecisionTable table : tables) {
      if (table.conditionColumns().containsKey(attribute)) {
        cells.add(table.headCell(attribute));
      }
    }
    return cells.isEmpty() ? "" : " (" + String.join(", ", cells) + ")";
  }

  private @Nullable RuleMatches ask(Statement.Question question, DecisionSpace space) {
    var asked = EnumSet.noneOf(Attribute.class);
    var answering = new ArrayList<DecisionTable>();
    var conditions = new EnumMap<Attribute, Set<List<String>>>(Attribute.class);
    for (DrlFile drl : drlFiles) {
      asked.addAll(drl.asked());
      // How code compares a word is not known, so that each word is one by itself.
      drl.literals()
          .forEach(
              (attribute, words) ->
                  words.forEach(word -> addTo(conditions, attribute, List.of(word))));
    }
    for (DecisionTable table : tables) {
      if (table.question() == question) {
        answering.add(table);
        table
            .rows()
            .forEach(
                row ->
                    row.conditions()
                        .forEach(
                            (attribute, words) -> {
                              asked.add(attribute);
                              if (attribute.isOpen()) {
                                addTo(conditions, attribute, words);
                              }
                            }));
      }
    }
    ValueClasses alike = ValueClasses.of(space, conditions);
    RuleBase rules = RuleBase.compile(question, answering, drlFiles, alike, problems);
    return rules == null ? null : rules.ask(space, new Projection(space, asked, alike), problems);
  }

  private static void addTo(
      Map<Attribute, Set<List<String>>> conditions, Attribute attribute, List<String> words) {
    conditions.computeIfAbsent(attribute, _ -> new LinkedHashSet<>()).add(words);
  }
}
