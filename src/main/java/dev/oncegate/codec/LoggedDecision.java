package dev.oncegate.codec;

import com.fasterxml.jackson.databind.JsonNode;
import dev.oncegate.core.update.ExternalId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A decision as {@link DecisionWriter} wrote it.
 *
 * @param route null unless it was to send
 * @param rulebook the hash of the rulebook that decided
 */
public record LoggedDecision(
    String messageId,
    String profileId,
    String spaceId,
    String computationId,
    String destinationId,
    String action,
    List<ExternalId> ids,
    String reason,
    @Nullable String route,
    String row,
    String rulebook) {

  /**
   * Reads one.
   *
   * @throws IllegalArgumentException if it is no decision
   */
  public static LoggedDecision read(String json) {
    try {
      JsonNode node = StrictJson.parse(json.getBytes(StandardCharsets.UTF_8));
      var ids = new ArrayList<ExternalId>();
      for (JsonNode id : node.path("ids")) {
        ids.add(new ExternalId(text(id, "type"), text(id, "id"), null));
      }
      return new LoggedDecision(
          text(node, "messageId"),
          text(node, "profileId"),
          text(node, "spaceId"),
          text(node, "computationId"),
          text(node, "destinationId"),
          text(node, "action"),
          ids,
          text(node, "reason"),
          node.path("route").textValue(),
          text(node, "row"),
          text(node, "rulebook"));
    } catch (InvalidJsonException e) {
      throw new IllegalArgumentException("not JSON: " + e.getMessage(), e);
    }
  }

  private static String text(JsonNode node, String field) {
    String text = node.path(field).textValue();
    if (text == null) {
      throw new IllegalArgumentException("a decision without " + field);
    }
    return text;
  }
}
