package dev.oncegate.rules.sheet;

import static dev.oncegate.rules.sheet.WorkbookParts.SHEET;
import static dev.oncegate.rules.sheet.WorkbookParts.STRINGS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.oncegate.fuzz.ByteMutator;
import dev.oncegate.fuzz.FuzzRun;
import dev.oncegate.fuzz.Tokens;
import dev.oncegate.rules.table.DecisionTable;
import dev.oncegate.rules.table.TableFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.Deflater;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/**
 * Whatever is in a workbook or a CSV file, it is a table, or sentences say why not. Whole workbooks
 * are packed and unpacked for each input, so that there are fewer of them than of XML parts.
 */
@NullUnmarked
class XlsxFuzzTest {
  private static final String FILE = "fuzz.drl.xlsx";
  private static final int LONGEST = 16_000;
  private static final long MOST_BYTES = 64 << 20;

  @Test
  void everyXmlPartIsReadOrRefusedWithASentence() {
    Map<String, byte[]> parts = WorkbookParts.small();
    List<String> names = List.copyOf(parts.keySet());
    var mutator = new ByteMutator(List.copyOf(parts.values()), Tokens.XML, LONGEST);
    new FuzzRun("xlsx-part", 20_000, 1, MOST_BYTES)
        .run(
            // Which part it is, the first byte says.
            random -> {
              int number = random.nextInt(names.size());
              return joined(number, mutator.mutate(parts.get(names.get(number)), random));
            },
            input -> {
              String name = names.get(input.length == 0 ? 0 : input[0] & 3);
              checkParts(new XlsxParts(WorkbookParts.with(parts, name, tail(input))));
            });
  }

  @Test
  void everyChangedPartOfAShippedTableIsATableOrProblems() throws IOException {
    Map<String, byte[]> shipped = WorkbookParts.unpacked(shipped());
    var mutator =
        new ByteMutator(List.of(shipped.get(SHEET), shipped.get(STRINGS)), Tokens.XML, LONGEST);
    new FuzzRun("xlsx-table", 500, 0.02, MOST_BYTES)
        .run(
            random -> {
              String name = random.nextBoolean() ? SHEET : STRINGS;
              byte[] part = mutator.mutate(shipped.get(name), random);
              return WorkbookParts.packed(WorkbookParts.with(shipped, name, part), level(random));
            },
            XlsxFuzzTest::checkWorkbook);
  }

  @Test
  void everyFileIsATableOrProblems() throws IOException {
    byte[] small = WorkbookParts.packed(WorkbookParts.small(), Deflater.BEST_SPEED);
    byte[] stored = WorkbookParts.packed(WorkbookParts.small(), Deflater.NO_COMPRESSION);
    var files = new ByteMutator(List.of(small, stored, shipped()), Tokens.XML, LONGEST);
    new FuzzRun("xlsx-file", 1_000, 0.05, MOST_BYTES).run(files::next, XlsxFuzzTest::checkWorkbook);
  }

  @Test
  void everyCsvFileIsATableOrProblems() {
    String csv =
        """
        RuleSet,dev.oncegate.rules.tables
        RuleTable Small,,,
        NAME,CONDITION,ACTION
        ,"$situation : Facts",
        "a ""b""
        c",x,y
        """;
    var tokens = new ArrayList<>(Tokens.XML);
    tokens.addAll(List.of(",", "\"", "\"\"", "\n", "\r", "\r\n", ";", "\t", "|", ",\"", "\","));
    var files = new ByteMutator(List.of(csv.getBytes(StandardCharsets.UTF_8)), tokens, LONGEST);
    new FuzzRun("csv", 10_000, 1, MOST_BYTES)
        .run(files::next, file -> checkTable("fuzz.drl.csv", file));
  }

  private static byte[] shipped() throws IOException {
    return Files.readAllBytes(Path.of("decision-tables/routing.drl.xlsx"));
  }

  private static int level(Random random) {
    return random.nextBoolean() ? Deflater.BEST_SPEED : Deflater.NO_COMPRESSION;
  }

  private static void checkWorkbook(byte[] file) throws UnreadableFileException {
    checkTable(FILE, file);
    try {
      checkParts(XlsxParts.unpack(file));
    } catch (UnreadableFileException e) {
      isASentence(e);
    }
  }

  private static void checkTable(String name, byte[] file) {
    var problems = new ArrayList<TableProblem>();
    DecisionTable table = TableFile.read(name, file, problems);
    assertThat(problems.isEmpty()).isEqualTo(table != null);
    TextSheet.read(name, file, problems);
    for (TableProblem problem : problems) {
      assertThat(problem.sentence()).isNotBlank();
    }
  }

  /** What is read is the same again when it is written in another way. */
  private static void checkParts(XlsxParts parts) throws UnreadableFileException {
    List<Sheet> sheets;
    try {
      sheets = XlsxFile.read(FILE, parts);
    } catch (UnreadableFileException e) {
      isASentence(e);
      return;
    }
    for (Sheet sheet : sheets) {
      var written = new XlsxParts(WorkbookParts.written(sheet));
      assertThat(WorkbookParts.cells(XlsxFile.read(FILE, written).getFirst()))
          .isEqualTo(WorkbookParts.cells(sheet));
    }
  }

  private static void isASentence(UnreadableFileException e) {
    assertThat(e.getMessage()).isNotBlank().hasSizeLessThan(2_000);
  }

  private static byte[] joined(int first, byte[] rest) {
    var out = new ByteArrayOutputStream();
    out.write(first);
    out.writeBytes(rest);
    return out.toByteArray();
  }

  private static byte[] tail(byte[] input) {
    return input.length == 0 ? input : Arrays.copyOfRange(input, 1, input.length);
  }
}
