package dev.oncegate.rules;

import dev.oncegate.core.decide.Situation;
import dev.oncegate.core.decide.TriggerKind;
import dev.oncegate.core.update.Computation;
import dev.oncegate.rules.space.Attribute;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Small rulebooks for tests, written as {@code trigger=unknown;member=no -> DROP exited}. */
public final class Tables {
  public static final String DEDUPE = "dedupe.drl.csv";
  public static final String ROUTING = "routing.drl.csv";
  public static final String NO_PROPERTIES = "properties: []\n";

  /** The row of a table's first rule, as people count. */
  public static final int FIRST_ROW = 9;

  /** What the shipped table says, in the same order. */
  public static final List<String> TREE =
      List.of(
          "deduped=yes;trigger=unknown -> PARK unknown_trigger",
          "deduped=yes;member=no -> DROP exited",
          "deduped=yes;trigger=new_external_id;newIdRelevant=no -> DROP irrelevant_new_id",
          "deduped=yes;trigger=profile_merge;mergedMember=yes -> DROP merge_of_member",
          "deduped=yes;relevantId=no -> DROP no_relevant_id",
          "deduped=yes;alreadySent=yes -> DROP already_sent",
          "deduped=yes;trigger=value_changed -> SEND LATEST entered",
          "deduped=yes;trigger=new_external_id -> SEND LATEST new_relevant_id",
          "deduped=yes;trigger=profile_merge -> SEND LATEST merge_of_non_members",
          "deduped=no -> SEND ALL not_deduped");

  public static final List<String> DEFAULT_ROUTE = List.of("action=SEND -> default");

  private Tables() {}

  public static String decide(List<String> rules) {
    return table(rules, "action", "reason");
  }

  /** A further table, which has a name of its own. */
  public static String decideAs(String name, List<String> rules) {
    return decide(rules).replace("RuleTable Test", "RuleTable " + name);
  }

  public static String route(List<String> rules) {
    return table(rules, "route");
  }

  private static String table(List<String> rules, String... answers) {
    List<Attribute> attributes = new ArrayList<>(Attribute.ofASituation());
    if (answers.length == 1) {
      attributes.add(Attribute.ACTION);
    }
    var lines = new ArrayList<String>();
    lines.add("RuleSet,oncegate.tables");
    lines.add("Import,dev.oncegate.rules.engine.Facts");
    lines.add("Sequential,true");
    lines.add("RuleTable Test");
    lines.add("NAME" + ",CONDITION".repeat(attributes.size()) + ",ACTION".repeat(answers.length));
    lines.add(",$situation : Facts");
    var templates = new StringBuilder();
    for (Attribute attribute : attributes) {
      templates.append(",\"forall(||){").append(attribute).append(" == \"\"$\"\"}\"");
    }
    for (String answer : answers) {
      templates.append(",\"$situation.").append(answer).append("(\"\"$param\"\");\"");
    }
    lines.add(templates.toString());
    lines.add("Rule");
    for (String rule : rules) {
      lines.add(line(rule, attributes, answers.length));
    }
    return String.join("\r\n", lines) + "\r\n";
  }

  private static String line(String rule, List<Attribute> attributes, int answers) {
    String[] sides = rule.split("->", 2);
    var words = new EnumMap<Attribute, String>(Attribute.class);
    for (String condition : sides[0].strip().split(";", -1)) {
      if (!condition.isEmpty()) {
        String[] pair = condition.split("=", 2);
        words.put(attribute(pair[0].strip()), pair[1].strip());
      }
    }
    var line = new StringBuilder("\"" + rule.replace("\"", "\"\"") + "\"");
    for (Attribute attribute : attributes) {
      line.append(",\"").append(words.getOrDefault(attribute, "")).append('"');
    }
    String answer = sides[1].strip();
    int blank = answer.lastIndexOf(' ');
    line.append(',').append(answers == 1 ? answer : answer.substring(0, blank));
    return answers == 1 ? line.toString() : line + "," + answer.substring(blank + 1);
  }

  private static Attribute attribute(String word) {
    Attribute attribute = Attribute.named(word);
    if (attribute == null) {
      throw new IllegalArgumentException(word);
    }
    return attribute;
  }

  public static RulebookFiles files(List<String> decide, List<String> route, String safety) {
    return files(Map.of(DEDUPE, decide(decide), ROUTING, route(route), "safety.yaml", safety));
  }

  public static RulebookFiles files(Map<String, String> texts) {
    var files = new TreeMap<String, byte[]>();
    texts.forEach((name, text) -> files.put(name, text.getBytes(StandardCharsets.UTF_8)));
    return RulebookFiles.of(files);
  }

  public static LoadResult load(List<String> decide) {
    return RulebookLoader.load(files(decide, DEFAULT_ROUTE, NO_PROPERTIES));
  }

  public static CompiledRulebook accepted(RulebookFiles files) {
    return switch (RulebookLoader.load(files)) {
      case LoadResult.Accepted accepted -> accepted.rulebook();
      case LoadResult.Refused refused ->
          throw new AssertionError(refused.problems() + "\n" + refused.findings());
    };
  }

  /** The rules without one, by its place. */
  public static List<String> without(int place) {
    var rules = new ArrayList<>(TREE);
    rules.remove(place);
    return rules;
  }

  /** The rules with another before the one at a place. */
  public static List<String> with(int place, String rule) {
    var rules = new ArrayList<>(TREE);
    rules.add(place, rule);
    return rules;
  }

  /**
   * A situation by its words, in the order of {@link Attribute#ofASituation}; a trailing open word
   * may be left out.
   */
  public static Situation situation(String... words) {
    return new Situation(
        Computation.Type.valueOf(words[0].toUpperCase(Locale.ROOT)),
        TriggerKind.valueOf(words[1].toUpperCase(Locale.ROOT)),
        words[2].equals("yes"),
        words[3].equals("yes"),
        words[4].equals("yes"),
        words[5].equals("yes"),
        words[6].equals("yes"),
        words[7].equals("yes"),
        words.length > 8 ? words[8] : "webhook",
        words.length > 9 ? words[9] : "spa_1",
        words.length > 10 ? words[10] : "free");
  }
}
