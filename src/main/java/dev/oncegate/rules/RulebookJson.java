package dev.oncegate.rules;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.oncegate.core.decide.RuleRef;
import dev.oncegate.rules.proof.RulebookFinding;
import dev.oncegate.rules.proof.Verdicts;
import dev.oncegate.rules.sheet.TableProblem;
import dev.oncegate.rules.space.Attribute;
import dev.oncegate.rules.space.DecisionSpace;
import dev.oncegate.rules.space.SituationSet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What {@code check} and {@code diff} say to other programs; docs/tables.md is its contract. */
public final class RulebookJson {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private RulebookJson() {}

  public static String of(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("maps and lists of words are always JSON", e);
    }
  }

  public static Map<String, Object> check(LoadResult load, List<TableProblem> warnings) {
    var json = new LinkedHashMap<String, Object>();
    boolean accepted = load instanceof LoadResult.Accepted;
    json.put("rulebook", load.hash());
    json.put("accepted", accepted);
    Verdicts verdicts = load.verdicts();
    json.put("situations", verdicts == null ? 0 : verdicts.space().size());
    json.put(
        "problems",
        load instanceof LoadResult.Refused refused ? problems(refused.problems()) : List.of());
    json.put("findings", findings(load.findings()));
    json.put("warnings", problems(warnings));
    return json;
  }

  private static List<Object> problems(List<TableProblem> found) {
    var problems = new ArrayList<Object>();
    for (TableProblem problem : found) {
      var json = new LinkedHashMap<String, @Nullable Object>();
      json.put("file", problem.file());
      json.put("sheet", problem.sheet());
      json.put("cell", problem.cell());
      json.put("sentence", problem.sentence());
      problems.add(json);
    }
    return problems;
  }

  /** By side, {@code baseline} and {@code tables}, the findings for which it would be refused. */
  public static Map<String, Object> refused(Map<String, List<RulebookFinding>> refused) {
    var json = new LinkedHashMap<String, Object>();
    refused.forEach((side, findings) -> json.put(side, findings(findings)));
    return json;
  }

  private static List<Object> findings(List<RulebookFinding> findings) {
    var json = new ArrayList<Object>();
    findings.forEach(finding -> json.add(finding(finding)));
    return json;
  }

  private static Map<String, @Nullable Object> finding(RulebookFinding finding) {
    String[] address = finding.address().split("!", 3);
    var json = new LinkedHashMap<String, @Nullable Object>();
    json.put("kind", finding.kind().word());
    json.put("refuses", finding.kind().refuses());
    json.put("file", address[0]);
    json.put("sheet", address.length == 3 ? address[1] : null);
    json.put("cell", address.length == 3 ? address[2] : null);
    json.put("sentence", finding.sentence());
    json.put("situations", finding.situations());
    json.put("witness", finding.witness() == null ? null : words(finding.witness()));
    json.put("rows", rows(finding.rows()));
    return json;
  }

  private static Map<String, String> words(Map<Attribute, String> words) {
    var json = new LinkedHashMap<String, String>();
    words.forEach((attribute, word) -> json.put(attribute.word(), word));
    return json;
  }

  private static List<Object> rows(List<RuleRef> rows) {
    var json = new ArrayList<Object>();
    for (RuleRef row : rows) {
      // In this order: Map.of has another in every process.
      var item = new LinkedHashMap<String, String>();
      item.put("row", row.address());
      item.put("sentence", row.sentence());
      json.add(item);
    }
    return json;
  }

  public static Map<String, Object> diff(
      String baseline,
      String tables,
      Map<String, List<RulebookFinding>> refused,
      @Nullable Difference difference) {
    var json = new LinkedHashMap<String, Object>();
    json.put("baseline", baseline);
    json.put("tables", tables);
    json.put("refused", refused(refused));
    if (difference == null) {
      return json;
    }
    json.put("situations", difference.space().size());
    json.put("changed", difference.changed());
    json.put("space", space(difference.space()));
    var groups = new ArrayList<Object>();
    for (Difference.Group group : difference.groups()) {
      var item = new LinkedHashMap<String, @Nullable Object>();
      item.put("when", conditions(group.situations()));
      item.put("situations", group.situations().size());
      item.put("before", verdict(group.before()));
      item.put("after", verdict(group.after()));
      item.put("rowsBefore", rows(group.rowsBefore()));
      item.put("rowsAfter", rows(group.rowsAfter()));
      groups.add(item);
    }
    json.put("groups", groups);
    return json;
  }

  private static Map<String, List<String>> space(DecisionSpace space) {
    var json = new LinkedHashMap<String, List<String>>();
    for (Attribute attribute : Attribute.ofASituation()) {
      json.put(attribute.word(), space.values(attribute));
    }
    return json;
  }

  private static Map<String, List<String>> conditions(SituationSet box) {
    var json = new LinkedHashMap<String, List<String>>();
    box.conditions().forEach((attribute, words) -> json.put(attribute.word(), words));
    return json;
  }

  private static @Nullable Object verdict(@Nullable VerdictInWords verdict) {
    if (verdict == null) {
      return null;
    }
    var json = new LinkedHashMap<String, @Nullable Object>();
    json.put("action", verdict.action());
    json.put("selection", verdict.selection().isEmpty() ? null : verdict.selection());
    json.put("reason", verdict.reason());
    json.put("route", verdict.route().isEmpty() ? null : verdict.route());
    return json;
  }
}
