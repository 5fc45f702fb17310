package dev.oncegate.codec;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.oncegate.core.event.Flow;
import dev.oncegate.core.update.Computation;
import dev.oncegate.core.update.ExternalId;
import dev.oncegate.core.update.ProfileUpdate;
import dev.oncegate.core.update.Rfc3339;
import dev.oncegate.core.update.Trigger;
import dev.oncegate.core.update.Value;
import java.io.IOException;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * An event of the legacy flow, as {@link EventWriter} wrote it.
 *
 * @param update what it says of the update that it is of: not its trigger, and not more ids than
 *     its own
 * @param destinationIds who gets it
 */
public record LegacyEvent(ProfileUpdate update, Set<String> destinationIds) {
  // Numbers with all their digits, since a trait's value is compared by them.
  private static final ObjectReader READER =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build()
          .readerFor(JsonNode.class);

  public LegacyEvent {
    destinationIds = Set.copyOf(destinationIds);
  }

  /**
   * Reads one.
   *
   * @return null if it is an event of the other flow
   * @throws IllegalArgumentException if it is no event
   */
  public static @Nullable LegacyEvent read(byte[] json) {
    try {
      JsonNode event = READER.readTree(json);
      String flow = text(event.path("oncegate"), "flow");
      return flow.equals(Flow.LEGACY.word()) ? of(event) : null;
    } catch (IOException | DateTimeException e) {
      throw new IllegalArgumentException("not an event", e);
    }
  }

  private static LegacyEvent of(JsonNode event) {
    JsonNode personas = event.path("context").path("personas");
    String key = text(personas, "computation_key");
    Computation.Type type = Computation.Type.of(text(personas, "computation_class"));
    if (type == null) {
      throw new IllegalArgumentException("an event of an unknown kind of computation");
    }
    JsonNode fields = event.has("traits") ? event.path("traits") : event.path("properties");
    var ids = new ArrayList<ExternalId>();
    for (JsonNode id : event.path("context").path("externalIds")) {
      ids.add(new ExternalId(text(id, "type"), text(id, "id"), null));
    }
    var update =
        new ProfileUpdate(
            text(event.path("oncegate"), "sourceMessageId"),
            text(personas, "space_id"),
            text(personas, "profile_id"),
            new Computation(text(personas, "computation_id"), key, type),
            valueOf(fields.path(key)),
            new Trigger.ValueChanged(),
            Rfc3339.parse(text(event, "timestamp")),
            ids,
            List.of());
    return new LegacyEvent(update, destinationsOf(event.path("integrations")));
  }

  private static Set<String> destinationsOf(JsonNode integrations) {
    var destinations = new TreeSet<String>();
    for (var it : integrations.properties()) {
      if (it.getValue().asBoolean()) {
        destinations.add(it.getKey());
      }
    }
    return destinations;
  }

  private static Value valueOf(JsonNode node) {
    if (node.isBoolean()) {
      return new Value.Flag(node.booleanValue());
    }
    if (node.isNumber()) {
      return new Value.Numeric(node.decimalValue().toString());
    }
    if (node.isTextual()) {
      return new Value.Text(node.textValue());
    }
    if (node.isNull()) {
      return new Value.None();
    }
    throw new IllegalArgumentException("an event without its computation's value");
  }

  private static String text(JsonNode node, String field) {
    String text = node.path(field).textValue();
    if (text == null) {
      throw new IllegalArgumentException("an event without " + field);
    }
    return text;
  }
}
