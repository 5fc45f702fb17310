package dev.oncegate.codec;

import com.fasterxml.jackson.databind.JsonNode;
import dev.oncegate.core.update.Destination;
import dev.oncegate.core.update.Integrations.Connection;
import dev.oncegate.core.update.Resend;
import dev.oncegate.core.update.Space;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Spaces, destinations and connections as {@code integrations.json} writes them. Whatever is added
 * to the findings makes what is returned worthless.
 */
public final class IntegrationsJson {

  // Beside the destinations' ids, an event's "integrations" has a key of this name.
  private static final String ALL = "All";

  private IntegrationsJson() {}

  public static Space space(JsonNode node, String path, List<InputFault> findings) {
    var space = new StrictObject(node, path, findings, List.of("id", "tier"));
    return new Space(space.id("id"), space.text("tier", ""));
  }

  public static Destination destination(JsonNode node, String path, List<InputFault> findings) {
    var destination =
        new StrictObject(
            node,
            path,
            findings,
            List.of(
                "id",
                "spaceId",
                "type",
                "name",
                "enabled",
                "dedupesOn",
                "call",
                "idsPerEvent",
                "dedupeScope",
                "resend"));
    String id = destination.id("id");
    if (id.equals(ALL)) {
      destination.find("id", "All means every destination and cannot be the name of one");
    }
    return new Destination(
        id,
        destination.id("spaceId"),
        destination.id("type"),
        destination.text("name", id),
        destination.flag("enabled", true),
        Set.copyOf(destination.ids("dedupesOn", false)),
        destination.word("call", Destination.Call.values(), Destination.Call.TRACK),
        destination.word(
            "idsPerEvent", Destination.IdsPerEvent.values(), Destination.IdsPerEvent.ALL),
        destination.word(
            "dedupeScope", Destination.DedupeScope.values(), Destination.DedupeScope.PROFILE),
        resend(destination));
  }

  public static Connection connection(JsonNode node, String path, List<InputFault> findings) {
    var connection =
        new StrictObject(node, path, findings, List.of("computationId", "destinationIds"));
    return new Connection(
        connection.id("computationId"),
        List.copyOf(new LinkedHashSet<>(connection.ids("destinationIds", true))));
  }

  private static Resend resend(StrictObject destination) {
    String text = destination.text("resend");
    if (text == null) {
      return new Resend.Never();
    }
    try {
      return WordParser.resend(text);
    } catch (IllegalArgumentException e) {
      destination.find("resend", String.valueOf(e.getMessage()));
      return new Resend.Never();
    }
  }
}
