package dev.oncegate.core.compare;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An event that one outcome has for a destination and the other has not, has more often, or has
 * with other fields.
 *
 * @param one the event of the first outcome; null if it has none like it
 * @param other the event of the second outcome; null if it has none like it
 * @param timesInOne how often the first outcome has it
 * @param timesInOther how often the second outcome has it
 * @param fields the names of the fields that differ; none if they are the same event
 */
public record EventDifference(
    String destinationId,
    @Nullable ReceivedEvent one,
    @Nullable ReceivedEvent other,
    int timesInOne,
    int timesInOther,
    List<String> fields) {
  public EventDifference {
    fields = List.copyOf(fields);
  }
}
