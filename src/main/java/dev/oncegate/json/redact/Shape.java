package dev.oncegate.json.redact;

import java.util.HashMap;
import java.util.Map;

/** What a part of a message is made of, and what becomes of it; what has no shape is left out. */
sealed interface Shape {

  /** A scalar that stays. */
  record Kept() implements Shape {}

  /** The profile's id, which stays. */
  record ProfileId() implements Shape {}

  /** An external id of a type. */
  record Id(String type) implements Shape {}

  /** A hash over external ids. */
  record Hash(String prefix) implements Shape {}

  /** An object; fields without a shape are left out. */
  record Fields(Map<String, Shape> fields) implements Shape {}

  /** An object whose fields may have any name. */
  record Members(Shape each) implements Shape {}

  /** An array. */
  record Elements(Shape each) implements Shape {}

  /**
   * An array of external ids.
   *
   * @param chosenFrom whether some of them are chosen by their age, and else by their order
   */
  record ExternalIds(boolean chosenFrom) implements Shape {}

  Shape KEPT = new Kept();
  Shape IDS = new ExternalIds(false);

  /** A profile update, with external ids or without. */
  Shape UPDATE =
      object(
          Map.of(
              "profileId",
              new ProfileId(),
              "computation",
              kept("id", "key", "name", "type"),
              "trigger",
              object(
                  Map.of(
                      "newExternalIds",
                      IDS,
                      "mergedProfiles",
                      new Elements(kept("profileId", "wasMember"))),
                  "reason"),
              "externalIds",
              new ExternalIds(true),
              "oncegate",
              object(Map.of("lineage", new Elements(KEPT)))),
          "messageId",
          "spaceId",
          "value",
          "computedAt");

  /** A record of the decision log. */
  Shape DECISION =
      object(
          Map.of("profileId", new ProfileId(), "ids", IDS),
          "messageId",
          "destinationId",
          "action",
          "reason",
          "route",
          "row",
          "rulebook",
          "spaceId",
          "computationId",
          "rule");

  /** An outbound event. */
  Shape EVENT =
      object(
          Map.of(
              "messageId", new Hash("og-"),
              "userId", new Id("user_id"),
              "anonymousId", new Id("anonymous_id"),
              "properties", new Members(KEPT),
              "traits", new Members(KEPT),
              "integrations", new Members(KEPT),
              "context",
                  object(
                      Map.of(
                          "externalIds",
                          IDS,
                          "personas",
                          object(
                              Map.of("profile_id", new ProfileId()),
                              "computation_class",
                              "computation_id",
                              "computation_key",
                              "space_id"))),
              "oncegate",
                  object(Map.of("idGroup", new Hash("")), "sourceMessageId", "rulebook", "flow")),
          "type",
          "event",
          "timestamp");

  private static Shape object(Map<String, Shape> fields, String... kept) {
    var all = new HashMap<>(fields);
    for (String name : kept) {
      all.put(name, KEPT);
    }
    return new Fields(Map.copyOf(all));
  }

  private static Shape kept(String... names) {
    return object(Map.of(), names);
  }
}
