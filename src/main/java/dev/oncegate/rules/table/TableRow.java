package dev.oncegate.rules.table;

import dev.oncegate.rules.space.Attribute;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * One rule of a table.
 *
 * @param row the sheet's row, from 0
 * @param sentence what the rule says, for people
 * @param conditions the words of each attribute under which it holds; an attribute without an entry
 *     may have any
 * @param negations of those, the cells that begin with {@code not}, as they are written
 */
public record TableRow(
    int row,
    String sentence,
    Map<Attribute, List<String>> conditions,
    Map<Attribute, String> negations,
    Statement statement) {
  public TableRow {
    var copy = new EnumMap<Attribute, List<String>>(Attribute.class);
    copy.putAll(conditions);
    conditions = Collections.unmodifiableMap(copy);
    negations = Map.copyOf(negations);
  }

  /** The row, which says in its words what it is for where nobody wrote a sentence. */
  static TableRow of(
      int row,
      String sentence,
      Map<Attribute, List<String>> conditions,
      Map<Attribute, String> negations,
      Statement statement) {
    var unnamed = new TableRow(row, sentence, conditions, negations, statement);
    return sentence.isEmpty()
        ? new TableRow(row, unnamed.inWords(), conditions, negations, statement)
        : unnamed;
  }

  private String inWords() {
    var words = new ArrayList<String>();
    for (Attribute attribute : conditions.keySet()) {
      words.add(attribute + " = " + String.join(" or ", written(attribute)));
    }
    return (words.isEmpty() ? "always" : String.join(", ", words)) + ": " + statement;
  }

  /** What a condition's cell says: its words, or {@code not} and those that are not meant. */
  public List<String> written(Attribute attribute) {
    String negation = negations.get(attribute);
    return negation == null ? conditions.getOrDefault(attribute, List.of()) : List.of(negation);
  }
}
