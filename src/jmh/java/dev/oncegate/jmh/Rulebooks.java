package dev.oncegate.jmh;

import dev.oncegate.rules.CompiledRulebook;
import dev.oncegate.rules.LoadResult;
import dev.oncegate.rules.RulebookFiles;
import dev.oncegate.rules.RulebookLoader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;

/** Rulebooks to measure: what ships, with a routing table of another size. */
final class Rulebooks {
  private static final Map<String, List<String>> WORDS =
      Map.of(
          "destinationType", List.of("braze", "facebook_ads", "google_ads", "sendgrid", "webhook"),
          "space", List.of("spa_acme", "spa_globex", "spa_initech", "spa_umbrella"),
          "tier", List.of("business", "free", "self_service"));

  private static final String HEAD =
      """
      Sequential,true
      RuleTable Routing
      NAME,CONDITION,CONDITION,CONDITION,ACTION
      ,$situation : Facts
      ,"forall(||){destinationType == ""$""}","forall(||){space == ""$""}",\
      "forall(||){tier == ""$""}","$situation.route(""$param"");"
      Rule,Type,Space,Tier,Route
      """;

  private Rulebooks() {}

  /** What ships, with routes for a few words of some open attributes. */
  static CompiledRulebook naming(List<String> attributes) {
    var rows = new StringBuilder();
    for (String attribute : List.of("destinationType", "space", "tier")) {
      if (attributes.contains(attribute)) {
        for (String word : WORDS.getOrDefault(attribute, List.of())) {
          rows.append(row(attribute, word, "to-" + word.replace('_', '-')));
        }
      }
    }
    return accepted(withRoutes(rows + row("", "", "default")));
  }

  /**
   * What ships, with routes by destination type.
   *
   * @param words in each row
   * @param fresh how many of them no row before has
   */
  static RulebookFiles byType(int rows, int words, int fresh) {
    var table = new StringBuilder();
    for (int row = 0; row < rows; row++) {
      var types = new StringJoiner(", ");
      for (int word = 0; word < words; word++) {
        types.add("type_" + (row * fresh + word));
      }
      table.append(row("destinationType", types.toString(), "route-" + row % 7));
    }
    return withRoutes(table + row("", "", "default"));
  }

  private static RulebookFiles withRoutes(String rows) {
    var files = new TreeMap<>(RulebookFiles.shipped().tables());
    files.remove("routing.drl.xlsx");
    files.put("routing.drl.csv", (HEAD + rows).getBytes(StandardCharsets.UTF_8));
    return RulebookFiles.of(files);
  }

  private static String row(String attribute, String words, String route) {
    return "a row,"
        + quotedIf(attribute.equals("destinationType"), words)
        + quotedIf(attribute.equals("space"), words)
        + quotedIf(attribute.equals("tier"), words)
        + route
        + "\n";
  }

  private static String quotedIf(boolean here, String words) {
    return here ? '"' + words + "\"," : ",";
  }

  static CompiledRulebook accepted(RulebookFiles files) {
    return switch (RulebookLoader.load(files)) {
      case LoadResult.Accepted accepted -> accepted.rulebook();
      case LoadResult.Refused refused ->
          throw new IllegalStateException(refused.problems() + " " + refused.findings());
    };
  }
}
