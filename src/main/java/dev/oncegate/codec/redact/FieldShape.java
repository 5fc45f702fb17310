package dev.oncegate.codec.redact;

import java.util.HashMap;
import java.util.Map;

/** What a part of a message is made of, and what becomes of it; what has no shape is left out. */
sealed interface FieldShape {

  /** A scalar that stays. */
  record Kept() implements FieldShape {}

  /** The profile's id, which stays. */
  record ProfileId() implements FieldShape {}

  /** An external id of a type. */
  record IdShape(String type) implements FieldShape {}

  /** A hash over external ids. */
  record Hash(String prefix) implements FieldShape {}

  /** An object; fields without a shape are left out. */
  record Fields(Map<String, FieldShape> fields) implements FieldShape {}

  /** An object whose fields may have any name. */
  record Members(FieldShape each) implements FieldShape {}

  /** An array. */
  record Elements(FieldShape each) implements FieldShape {}

  /**
   * An array of external ids.
   *
   * @param chosenFrom whether some of them are chosen by their age, and else by their order
   */
  record ExternalIds(boolean chosenFrom) implements FieldShape {}

  FieldShape KEPT = new Kept();
  FieldShape IDS = new ExternalIds(false);

  /** A profile update, with external ids or without. */
  FieldShape UPDATE =
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
  FieldShape DECISION =
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
  FieldShape EVENT =
      object(
          Map.of(
              "messageId", new Hash("og-"),
              "userId", new IdShape("user_id"),
              "anonymousId", new IdShape("anonymous_id"),
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

  private static FieldShape object(Map<String, FieldShape> fields, String... kept) {
    var all = new HashMap<>(fields);
    for (String name : kept) {
      all.put(name, KEPT);
    }
    return new Fields(Map.copyOf(all));
  }

  private static FieldShape kept(String... names) {
    return object(Map.of(), names);
  }
}
