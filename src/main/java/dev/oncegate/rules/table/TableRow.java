package dev.oncegate.rules.table;

import dev.oncegate.rules.space.Attribute;
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
 */
public record TableRow(
    int row, String sentence, Map<Attribute, List<String>> conditions, Statement statement) {
  public TableRow {
    var copy = new EnumMap<Attribute, List<String>>(Attribute.class);
    copy.putAll(conditions);
    conditions = Collections.unmodifiableMap(copy);
  }
}
