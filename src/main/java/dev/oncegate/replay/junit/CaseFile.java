package dev.oncegate.replay.junit;

import dev.oncegate.codec.Parsed;
import dev.oncegate.codec.UpdateReader;
import dev.oncegate.core.decide.Decision;
import dev.oncegate.core.decide.RuleRef;
import dev.oncegate.core.decide.Situation;
import dev.oncegate.core.update.Integrations;
import dev.oncegate.replay.Replay;
import dev.oncegate.rules.CompiledRulebook;
import dev.oncegate.rules.RuleUsage;
import dev.oncegate.rules.SituationInWords;
import dev.oncegate.rules.sheet.TableProblem;
import dev.oncegate.rules.sheet.TextSheet;
import dev.oncegate.rules.space.Attribute;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * A CSV file or a workbook of cases, one a row, below a row of column names. A situation is said by
 * the words of its attributes, or is that of an update for a destination.
 */
final class CaseFile {
  private static final String CASE = "case";
  private static final String SITUATION = "situation";
  private static final String UPDATE = "update";
  private static final String DESTINATION = "destination";
  private static final String VERDICT = "verdict";
  private static final String REASON = "reason";
  private static final String ROUTE = "route";
  private static final String ROW = "row";
  private static final String NEAR_MISS_OF = "nearMissOf";
  private static final String NOTES = "notes";

  private final Path file;
  private final CompiledRulebook rulebook;
  private final @Nullable Integrations integrations;
  private final Map<String, RuleRef> rows = new HashMap<>();

  private CaseFile(Path file, CompiledRulebook rulebook, @Nullable Integrations integrations) {
    this.file = file;
    this.rulebook = rulebook;
    this.integrations = integrations;
    for (RuleUsage.Use use : new RuleUsage(rulebook).uses()) {
      rows.putIfAbsent(use.row().sentence(), use.row());
      rows.put(use.row().address(), use.row());
    }
  }

  /** What is wrong with a row of the file. */
  private static final class BadCase extends Exception {
    private static final long serialVersionUID = 1L;

    BadCase(String sentence) {
      super(sentence);
    }
  }

  /**
   * The cases of a file.
   *
   * @param integrations what updates are decided with, if the directory says so
   * @param failing gets a failing test for whatever is no case
   */
  static List<SituationCase> read(
      Path file,
      CompiledRulebook rulebook,
      @Nullable Integrations integrations,
      List<NamedCheck> failing)
      throws IOException {
    return new CaseFile(file, rulebook, integrations).cases(failing);
  }

  private List<SituationCase> cases(List<NamedCheck> failing) throws IOException {
    var problems = new ArrayList<TableProblem>();
    String name = file.getFileName().toString();
    List<TextSheet.Line> lines = TextSheet.read(name, Files.readAllBytes(file), problems);
    problems.forEach(problem -> failing.add(bad(problem.address(), problem.sentence())));
    if (!problems.isEmpty()) {
      return List.of();
    }
    if (lines.size() < 2) {
      failing.add(bad(name, "holds no cases below a row of column names"));
      return List.of();
    }
    List<String> columns = lines.getFirst().cells();
    String complaint = complaint(columns);
    if (complaint != null) {
      failing.add(bad(lines.getFirst().place(), complaint));
      return List.of();
    }
    var cases = new ArrayList<SituationCase>();
    for (TextSheet.Line line : lines.subList(1, lines.size())) {
      try {
        cases.add(read(line.place(), cells(columns, line.cells())));
      } catch (BadCase e) {
        failing.add(bad(line.place(), String.valueOf(e.getMessage())));
      }
    }
    return cases;
  }

  private NamedCheck bad(String place, String sentence) {
    Path whole = file.resolveSibling(place);
    return NamedCheck.failing(place + " is no case", whole + ": " + sentence);
  }

  private static Set<String> known() {
    var known = new LinkedHashSet<>(List.of(CASE, SITUATION));
    Attribute.ofASituation().forEach(attribute -> known.add(attribute.word()));
    known.addAll(List.of(UPDATE, DESTINATION, VERDICT, REASON, ROUTE, ROW, NEAR_MISS_OF, NOTES));
    return known;
  }

  private static @Nullable String complaint(List<String> columns) {
    var seen = new LinkedHashSet<String>();
    for (String column : columns) {
      if (!column.isEmpty() && !known().contains(column)) {
        return "'" + column + "' is no column; the columns are " + String.join(", ", known());
      }
      if (!column.isEmpty() && !seen.add(column)) {
        return "the column " + column + " is there twice";
      }
    }
    return seen.contains(CASE) ? null : "there is no column " + CASE;
  }

  private static Map<String, String> cells(List<String> columns, List<String> texts)
      throws BadCase {
    var cells = new HashMap<String, String>();
    for (int i = 0; i < texts.size(); i++) {
      String column = i < columns.size() ? columns.get(i) : "";
      if (column.isEmpty() && !texts.get(i).isEmpty()) {
        throw new BadCase("'" + texts.get(i) + "' stands below no column's name");
      }
      cells.put(column, texts.get(i));
    }
    return cells;
  }

  private SituationCase read(String place, Map<String, String> cells) throws BadCase {
    String name = cell(cells, CASE);
    if (name.isEmpty()) {
      throw new BadCase("has no name in the column " + CASE);
    }
    var expected =
        new SituationCase.Expected(
            verdict(cell(cells, VERDICT)),
            cell(cells, REASON),
            cell(cells, ROUTE),
            row(cells, ROW));
    RuleRef nearMissOf = row(cells, NEAR_MISS_OF);
    boolean nothing =
        expected.verdict().isEmpty()
            && expected.reason().isEmpty()
            && expected.route().isEmpty()
            && expected.row() == null
            && nearMissOf == null;
    if (nothing) {
      throw new BadCase("expects nothing: no verdict, reason, route, row or nearMissOf");
    }
    return new SituationCase(place, name, situation(cells), expected, nearMissOf);
  }

  private static String verdict(String word) throws BadCase {
    List<String> verdicts =
        List.of("SEND", "SEND ALL", "SEND LATEST", "SEND OLDEST", "DROP", "PARK");
    if (!word.isEmpty() && !verdicts.contains(word)) {
      throw new BadCase(
          "'" + word + "' is no verdict; verdicts are " + String.join(", ", verdicts));
    }
    return word;
  }

  private @Nullable RuleRef row(Map<String, String> cells, String column) throws BadCase {
    String text = cell(cells, column);
    RuleRef row = rows.get(text);
    if (row == null && !text.isEmpty()) {
      throw new BadCase(column + ": the tables have no row '" + text + "'");
    }
    return row;
  }

  private Situation situation(Map<String, String> cells) throws BadCase {
    var words = new StringJoiner(" ");
    words.add(cell(cells, SITUATION));
    for (Attribute attribute : Attribute.ofASituation()) {
      String word = cell(cells, attribute.word());
      if (!word.isEmpty()) {
        words.add(attribute.word() + "=" + word);
      }
    }
    String update = cell(cells, UPDATE);
    if (update.isEmpty()) {
      try {
        return SituationInWords.parse(words.toString());
      } catch (IllegalArgumentException e) {
        throw new BadCase(String.valueOf(e.getMessage()));
      }
    }
    if (!words.toString().isBlank()) {
      throw new BadCase("says a situation in words and by an update; only one of them can be it");
    }
    return situation(update, cell(cells, DESTINATION));
  }

  /** The situation that an update is in, were it the first of its profile. */
  private Situation situation(String update, String destination) throws BadCase {
    if (integrations == null) {
      throw new BadCase("an update needs an integrations.json beside the cases");
    }
    byte[] message = message(update);
    var parsed =
        switch (UpdateReader.identified(message)) {
          case Parsed.Valid valid -> valid.update();
          case Parsed.Invalid invalid -> throw new BadCase("update: " + invalid.sentence());
        };
    List<Decision> decisions = new Replay(integrations, rulebook).step(parsed).decisions();
    var connected = decisions.stream().map(decision -> decision.destination().id()).toList();
    for (Decision decision : decisions) {
      boolean only = destination.isEmpty() && decisions.size() == 1;
      if (only || decision.destination().id().equals(destination)) {
        return decision.situation();
      }
    }
    throw new BadCase(
        (destination.isEmpty() ? "the update goes to" : destination + " is none of")
            + " the connected destinations "
            + String.join(", ", connected)
            + "; say which one in the column destination");
  }

  private byte[] message(String update) throws BadCase {
    if (update.startsWith("{")) {
      return update.getBytes(StandardCharsets.UTF_8);
    }
    Path folder = file.toAbsolutePath().normalize().resolveSibling("");
    try {
      Path named = folder.resolve(update).normalize();
      // A cell names what is beside it, and nothing else of the machine.
      if (named.startsWith(folder)) {
        return Files.readAllBytes(named);
      }
    } catch (IOException | InvalidPathException _) {
      // Said below.
    }
    throw new BadCase("update: '" + update + "' is neither JSON nor a file beside the cases");
  }

  private static String cell(Map<String, String> cells, String column) {
    return cells.getOrDefault(column, "");
  }
}
