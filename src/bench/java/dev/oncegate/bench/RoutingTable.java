package dev.oncegate.bench;

import dev.oncegate.rules.RulebookFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** The tables that ship, with many more rows that route by types no destination has. */
final class RoutingTable {
  private static final String HEAD =
      """
      Sequential,true
      RuleTable Routing
      NAME,CONDITION,ACTION
      ,$situation : Facts
      ,"forall(||){destinationType == ""$""}","$situation.route(""$param"");"
      Rule,Type,Route
      """;
  private static final String LAST_ROW = "Everything else,,default\n";

  private RoutingTable() {}

  /** Writes all tables into a directory. */
  static Path write(Path directory, int rows) throws IOException {
    Map<String, byte[]> tables = new TreeMap<>(RulebookFiles.shipped().tables());
    tables.keySet().removeIf(name -> name.startsWith("routing"));
    var table = new StringBuilder(HEAD);
    for (int row = 1; row < rows; row++) {
      table.append("Type %d,type_%d,route-%d%n".formatted(row, row, row % 7));
    }
    table.append(LAST_ROW);
    tables.put("routing.drl.csv", table.toString().getBytes(StandardCharsets.UTF_8));
    Files.createDirectories(directory);
    for (Map.Entry<String, byte[]> file : tables.entrySet()) {
      Files.write(directory.resolve(file.getKey()), file.getValue());
    }
    return directory;
  }
}
