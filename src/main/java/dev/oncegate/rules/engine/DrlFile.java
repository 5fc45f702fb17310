package dev.oncegate.rules.engine;

import dev.oncegate.rules.sheet.TableProblem;
import dev.oncegate.rules.space.Attribute;
import dev.oncegate.rules.space.WordList;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.drools.drl.ast.descr.AttributeDescr;
import org.drools.drl.ast.descr.PackageDescr;
import org.drools.drl.ast.descr.RuleDescr;
import org.drools.drl.parser.DrlParser;
import org.drools.drl.parser.DroolsParserException;
import org.jspecify.annotations.Nullable;
import org.kie.internal.builder.KnowledgeBuilderResult;
import org.kie.internal.builder.conf.LanguageLevelOption;

/**
 * A file of rules as code, from the build or a directory that the operator names.
 *
 * @param packageName the package its rules are in
 * @param saliences of its rules, by name
 * @param asked the attributes that its rules may ask about
 * @param literals the words of open attributes that its rules name
 */
public record DrlFile(
    String name,
    String source,
    String packageName,
    Map<String, Integer> saliences,
    Set<Attribute> asked,
    Map<Attribute, SortedSet<String>> literals) {

  public static final String SUFFIX = ".drl";

  private static final Pattern COMMENT = Pattern.compile("(?s)/\\*.*?\\*/|//[^\\n]*");
  private static final Pattern LITERAL = Pattern.compile("\"([^\"]*)\"");

  /** The file, or null if it has problems, which are added to the list. */
  public static @Nullable DrlFile read(String name, byte[] bytes, List<TableProblem> problems) {
    String source = new String(bytes, StandardCharsets.UTF_8);
    var parser = new DrlParser(LanguageLevelOption.DRL6);
    PackageDescr parsed;
    try {
      parsed = parser.parse(true, source);
    } catch (DroolsParserException _) {
      parsed = null;
    }
    if (parser.hasErrors() || parsed == null) {
      parser
          .getErrors()
          .forEach(
              error -> problems.add(TableProblem.ofFile(name, "is no DRL" + where(error, source))));
      if (problems.stream().noneMatch(problem -> problem.file().equals(name))) {
        problems.add(TableProblem.ofFile(name, "is no DRL"));
      }
      return null;
    }
    return of(name, source, parsed, problems);
  }

  /** The line that Drools complains of, which says more to people than what Drools says of it. */
  static String where(KnowledgeBuilderResult error, String source) {
    int[] lines = error.getLines();
    List<String> text = source.lines().toList();
    if (lines == null || lines.length == 0 || lines[0] < 1 || lines[0] > text.size()) {
      return "";
    }
    return ", line " + lines[0] + ": `" + text.get(lines[0] - 1).strip() + "`";
  }

  private static @Nullable DrlFile of(
      String name, String source, PackageDescr parsed, List<TableProblem> problems) {
    int before = problems.size();
    var saliences = new LinkedHashMap<String, Integer>();
    for (RuleDescr rule : parsed.getRules()) {
      AttributeDescr salience = rule.getAttributes().get("salience");
      String value = salience == null ? "0" : salience.getValue();
      if (value.matches("-?\\d{1,9}")) {
        saliences.put(rule.getName(), Integer.parseInt(value));
      } else {
        problems.add(
            TableProblem.ofFile(name, "rule `" + rule.getName() + "` has a computed salience"));
      }
    }
    var asked = EnumSet.noneOf(Attribute.class);
    var literals = new EnumMap<Attribute, SortedSet<String>>(Attribute.class);
    String code = COMMENT.matcher(source).replaceAll(" ");
    for (Attribute attribute : Attribute.ofASituation()) {
      if (uses(attribute, code) > 0) {
        asked.add(attribute);
        if (attribute.isOpen()) {
          literals.put(attribute, literals(name, attribute, code, problems));
        }
      }
    }
    return problems.size() > before
        ? null
        : new DrlFile(name, source, parsed.getNamespace(), saliences, asked, literals);
  }

  /** The words with which an open attribute is compared; each use of it must name its words. */
  private static SortedSet<String> literals(
      String name, Attribute attribute, String code, List<TableProblem> problems) {
    var words = new TreeSet<String>();
    Pattern comparison =
        Pattern.compile(
            "\\b"
                + attribute.word()
                + "\\s*(?:[!=]=\\s*(\"[^\"]*\")|(?:not\\s+)?in\\s*\\(([^)]*)\\))");
    Matcher matcher = comparison.matcher(code);
    int comparisons = 0;
    while (matcher.find()) {
      comparisons++;
      String operand = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
      Matcher literal = LITERAL.matcher(operand);
      while (literal.find()) {
        String word = literal.group(1);
        if (WordList.meansAny(word)) {
          problems.add(
              TableProblem.ofFile(
                  name,
                  "`"
                      + word
                      + "` is no "
                      + attribute
                      + ": a rule that does not compare it is for any"));
        }
        words.add(word);
      }
    }
    if (comparisons < uses(attribute, code)) {
      problems.add(
          TableProblem.ofFile(
              name,
              "`"
                  + attribute
                  + "` is used otherwise than `"
                  + attribute
                  + " == \"word\"` or `in (\"word\", …)`, so that its words cannot be known"));
    }
    return words;
  }

  /** How often code names an attribute, outside of texts such as a rule's name. */
  private static int uses(Attribute attribute, String code) {
    String word = attribute.word();
    String getter = "get" + Character.toUpperCase(word.charAt(0)) + word.substring(1);
    Pattern use = Pattern.compile("\\b(?:" + word + "|" + getter + ")\\b");
    return (int) use.matcher(LITERAL.matcher(code).replaceAll("\"\"")).results().count();
  }
}
