package dev.oncegate.rules;

import static dev.oncegate.rules.Refusals.problems;
import static dev.oncegate.rules.Refusals.shipped;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files that are too much, half there, no table, or none of the rulebook's. */
@NullUnmarked
class RefusedFilesTest {
  private static final String NAME = Refusals.NAME;

  @Test
  void moreThanTheLimitOfRowsIsRefused() {
    var rules = new ArrayList<String>();
    for (int i = 0; i <= 20_000; i++) {
      rules.add("destinationType=t" + i + " -> DROP x");
    }
    var refused = (LoadResult.Refused) Tables.load(rules);

    assertThat(refused.problems())
        .singleElement()
        .satisfies(
            problem -> assertThat(problem.sentence()).isEqualTo("a table has at most 20000 rows"));
  }

  @Test
  void listsOfWordsThatComeToTooManyCombinationsAreRefusedAtTheirRow() {
    String letters = "a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, v, w, x, y";
    var rules = new ArrayList<String>();
    // Were they not told apart here, all words of a list would be as one.
    for (String word : letters.split(", ", -1)) {
      rules.add("destinationType=" + word + ";space=" + word + " -> DROP x");
    }
    for (String word : List.of("a", "b", "c", "d", "e", "f", "g", "h")) {
      rules.add("tier=" + word + " -> DROP x");
    }
    String all = ";tier=a, b, c, d, e, f, g, h -> DROP x";
    for (int row = 0; row < 12; row++) {
      rules.add("destinationType=" + letters + ";space=" + letters + all);
    }
    var refused = (LoadResult.Refused) Tables.load(rules);

    assertThat(refused.problems())
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.cell()).isEqualTo("A" + (Tables.FIRST_ROW + rules.size() - 1));
              assertThat(problem.sentence()).contains("more than 60000 combinations");
            });
  }

  @Test
  void aZipBombIsRefused() throws Exception {
    byte[] bomb =
        Workbooks.editPart(
            shipped(),
            "xl/worksheets/sheet1.xml",
            xml -> xml.replace("</worksheet>", " ".repeat(65 << 20) + "</worksheet>"));

    assertThat(bomb.length).isLessThan(1 << 20);
    assertThat(problems(bomb))
        .singleElement()
        .satisfies(
            problem -> assertThat(problem.sentence()).contains("unpacks to more than 64 MB"));
  }

  @Test
  void aPartThatIsThereTwiceIsRefused() throws Exception {
    byte[] whole = shipped();
    // A zip file is a row of parts; this one begins again after its end.
    var twice = new ByteArrayOutputStream();
    byte[] parts = Arrays.copyOf(whole, directoryOf(whole));
    twice.write(parts);
    twice.write(whole);

    assertThat(problems(twice.toByteArray()))
        .singleElement()
        .satisfies(problem -> assertThat(problem.sentence()).contains(" twice"));
  }

  /** Where the list of parts begins, after the last part. */
  private static int directoryOf(byte[] zip) {
    for (int at = 0; at < zip.length; at++) {
      if (zip[at] == 'P' && zip[at + 1] == 'K' && zip[at + 2] == 1 && zip[at + 3] == 2) {
        return at;
      }
    }
    throw new IllegalArgumentException("no zip file");
  }

  @ParameterizedTest
  @CsvSource({"xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml"})
  void documentTypesAndEntitiesAreRefused(String part) throws Exception {
    Path secret = Files.createTempFile("secret", ".txt");
    Files.writeString(secret, "unknown");
    byte[] workbook =
        Workbooks.editPart(
            shipped(),
            part,
            xml -> {
              int root = xml.indexOf('<', xml.indexOf("?>"));
              String type = "<!DOCTYPE x [<!ENTITY e SYSTEM \"" + secret.toUri() + "\">]>";
              return xml.substring(0, root) + type + xml.substring(root).replace("unknown", "&e;");
            });

    assertThat(problems(workbook))
        .singleElement()
        .satisfies(
            problem -> assertThat(problem.sentence()).contains("document type or an entity"));
  }

  @Test
  void aHalfSavedFileIsRefused() throws Exception {
    byte[] whole = shipped();

    assertThat(problems(Arrays.copyOf(whole, whole.length / 2)))
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.address()).isEqualTo(NAME);
              assertThat(problem.sentence()).contains("half saved");
            });
    assertThat(problems(new byte[0]))
        .singleElement()
        .satisfies(problem -> assertThat(problem.sentence()).isEqualTo("is empty"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "dedupe2.xlsx|is no table: tables are named",
        "dedupe.xls|is no table: tables are named",
        "dedupe.csv|is no table: tables are named",
        "more.drl|is code",
        "dedupe.drl.csv|is the same table as dedupe.drl.xlsx"
      })
  void aFileThatIsNoTableIsRefused(String name, String sentence) {
    var files = new TreeMap<>(RulebookFiles.shipped().tables());
    files.put(name, "x".getBytes(StandardCharsets.UTF_8));

    assertThat(problems(files))
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.file()).isEqualTo(name);
              assertThat(problem.sentence()).contains(sentence);
            });
  }

  @ParameterizedTest
  @CsvSource({
    "~$dedupe.drl.xlsx",
    ".~lock.dedupe.drl.xlsx#",
    ".DS_Store",
    "dedupe.drl.xlsx~",
    "README.md",
    "~WRL0003.tmp",
    "8A3F2B10",
    "8a3f2b10.tmp",
    "8A3F2B10.xlsx",
    "Thumbs.db",
    "Desktop.ini",
    "dedupe.drl.xlsx.orig",
    "dedupe.drl.csv.rej",
    "dedupe.drl.xlsx.crdownload",
    "#dedupe.drl.csv#",
    "dedupe.drl (Anna's conflicted copy 2026-11-28).xlsx",
    "dedupe (conflicted copy 2026-11-28 101010).drl.xlsx",
    "dedupe.drl.sync-conflict-20261128-101010-ABCDEFG.xlsx",
    "dedupe.drl_conflict-20261128-101010.xlsx",
    "dedupe.drl (SFConflict anna@example.com 2026-11-28-10-10-10).xlsx"
  })
  void whatProgramsLeaveBesideTheTablesDoesNoHarm(String name) {
    var files = new TreeMap<>(RulebookFiles.shipped().tables());
    files.put(name, new byte[] {1});

    assertThat(problems(files)).isEmpty();
    assertThat(RulebookFiles.of(files).hash()).isEqualTo(RulebookFiles.shipped().hash());
    assertThat(RulebookFiles.of(files).passedOver()).containsExactly(name);
  }

  @ParameterizedTest
  @CsvSource({"conflicts.drl.csv", "decade99.drl.csv", "oldies.drl.csv"})
  void aTableIsNotPassedOverForAWordInItsName(String name) {
    assertThat(UnrelatedFiles.is(name)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "Copy of dedupe.drl.xlsx",
    "dedupe - Copy.drl.xlsx",
    "dedupe (1).drl.xlsx",
    "Kopie von dedupe.drl.xlsx",
    "dedupe-ANNAS-PC.drl.xlsx"
  })
  void aCopyOfATableIsRefusedWithBothNames(String copy) throws Exception {
    var files = new TreeMap<>(RulebookFiles.shipped().tables());
    files.put(copy, shipped());

    assertThat(problems(files))
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.file()).isEqualTo(copy);
              assertThat(problem.sentence())
                  .startsWith("is the same table as dedupe.drl.xlsx: both");
            });

    // With another name inside, only one named as a copy still is one.
    files.put(
        copy,
        Workbooks.edit(shipped(), sheet -> Workbooks.set(sheet, 5, 0, "RuleTable Exceptions")));
    assertThat(problems(files)).hasSize(copy.contains("ANNAS") ? 0 : 1);
  }

  @Test
  void aRouteThatCanBeNoTopicIsRefused() {
    String longest = "r".repeat(230);
    assertThat(routes(longest)).isEmpty();
    assertThat(routes(longest + "r"))
        .singleElement()
        .asString()
        .startsWith("routing.drl.csv!routing!N9: ")
        .contains("231 characters", "more than 230");
    assertThat(routes("a.b", "a_b"))
        .singleElement()
        .asString()
        .startsWith("routing.drl.csv!routing!N10: ")
        .contains("`a.b` (routing.drl.csv!routing!N9)", "only in . and _");
    assertThat(routes("a.b", "a.b")).isEmpty();
    assertThat(routes("-")).singleElement().asString().contains("`default` is the topic itself");
    assertThat(routes("A")).singleElement().asString().contains("lower-case");
  }

  private static List<?> routes(String... routes) {
    var rules = new ArrayList<String>();
    for (String route : routes) {
      rules.add("tier=t" + rules.size() + " -> " + route);
    }
    rules.add("action=SEND -> default");
    return RulebookLoader.load(Tables.files(Tables.TREE, rules, Tables.NO_PROPERTIES))
            instanceof LoadResult.Refused refused
        ? refused.problems()
        : List.of();
  }

  @ParameterizedTest
  @CsvSource({"dedupe.drl.xlsx", "routing.drl.xlsx", "safety.yaml"})
  void aMissingFileIsRefused(String name) {
    var files = new TreeMap<>(RulebookFiles.shipped().tables());
    files.remove(name);

    assertThat(problems(files)).hasSize(1);
  }

  private static String csvProblem(byte[] csv) {
    var files = new TreeMap<>(RulebookFiles.shipped().tables());
    files.remove(NAME);
    files.put("dedupe.drl.csv", csv);
    var problems = problems(files);
    assertThat(problems).hasSize(1);
    return problems.getFirst().sentence();
  }

  @Test
  void quotesThatAreNotAsInCsvAreNamedByTheirLine() {
    assertThat(csvProblem("a,b\nc,\"d\ne".getBytes(StandardCharsets.UTF_8)))
        .contains("a quote in the row that begins in line 2 is never closed");
    assertThat(csvProblem("a,b\n\"x\ny\",\"d\"e,f\n".getBytes(StandardCharsets.UTF_8)))
        .contains("in line 3 something stands between a closing quote and the comma");
  }

  @ParameterizedTest
  @CsvSource({"';',semicolons", "'\t',tabs", "'|',bars"})
  void otherSeparatorsAreNamed(String separator, String named) throws Exception {
    String csv = Workbooks.csv(shipped()).replace("\",\"", "\"" + separator + "\"");

    assertThat(csvProblem(csv.getBytes(StandardCharsets.UTF_8)))
        .contains("separated by " + named)
        .contains("CSV UTF-8 (comma delimited)");
  }

  @ParameterizedTest
  @CsvSource({"UTF-16LE,''", "UTF-16BE,''", "UTF-16LE,\ufeff", "UTF-16BE,\ufeff"})
  void utf16IsNamed(String charset, String mark) throws Exception {
    assertThat(csvProblem((mark + Workbooks.csv(shipped())).getBytes(Charset.forName(charset))))
        .contains("is in UTF-16")
        .contains("CSV UTF-8 (comma delimited)");
  }

  @Test
  void windows1252IsNamedWithItsLine() {
    assertThat(csvProblem("a,b\r\nc,caf\u00e9".getBytes(StandardCharsets.ISO_8859_1)))
        .contains("is not in UTF-8, line 2", "Windows-1252", "CSV UTF-8 (comma delimited)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "properties: [{name: a, nver: {verdict: {action: SEND}}}]|did you mean `never`?",
        "properties: [{name: a, never: {situation: {membr: yes}, verdict: {action: SEND}}}]|did you mean `member`?",
        "properties: [{name: a, never: {situation: {trigger: unknwn}, verdict: {action: SEND}}}]|did you mean `unknown`?",
        "properties: [{name: a, never: {verdict: {action: SNED}}}]|did you mean `SEND`?",
        "properties: [{name: a, never: {situation: {member: yes}}}]|verdict",
        "properties: [{never: {verdict: {action: SEND}}}]|needs a `name:`",
        "properties: [{name: a, never: {situation: {tier: any}, verdict: {action: SEND}}}]|leave `tier` out",
        "properties: [{name: a, never: {situation: {trigger: '*'}, verdict: {action: SEND}}}]|which means any",
        "properties: [{name: a, never: {situation: {trigger: '!unknown'}, verdict: {action: SEND}}}]|write `not unknown`",
        "properties: [{name: a, never: {situation: {tier: not free}, verdict: {action: SEND}}}]|there is no `not` for tier",
        "propertys: []|must hold `properties:`",
        "properties: [|is no YAML"
      })
  void anUnknownWordInSafetyPropertiesIsRefused(String yaml, String sentence) {
    var refused =
        (LoadResult.Refused)
            RulebookLoader.load(Tables.files(Tables.TREE, Tables.DEFAULT_ROUTE, yaml));

    assertThat(refused.problems())
        .anySatisfy(
            problem -> {
              assertThat(problem.file()).isEqualTo("safety.yaml");
              assertThat(problem.sentence()).contains(sentence);
            });
  }
}
