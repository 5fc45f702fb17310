package dev.oncegate.rules;

import dev.oncegate.rules.sheet.TableProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Why files are refused that differ from those that ship. */
final class Refusals {
  static final String NAME = "dedupe.drl.xlsx";

  private Refusals() {}

  /** The problems of what ships with another workbook in place of one. */
  static List<TableProblem> problems(byte[] dedupe) {
    var files = new TreeMap<>(RulebookFiles.shipped().tables());
    files.put(NAME, dedupe);
    return problems(files);
  }

  static List<TableProblem> problems(Map<String, byte[]> files) {
    return RulebookLoader.load(RulebookFiles.of(files)) instanceof LoadResult.Refused refused
        ? refused.problems()
        : List.of();
  }

  static byte[] shipped() throws IOException {
    return Files.readAllBytes(Path.of("decision-tables", NAME));
  }
}
