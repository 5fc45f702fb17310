package dev.oncegate.bench.peer;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Updates that have all that the bench's have, and what its do not: texts that JSON escapes or that
 * are not ASCII, instants of any offset and precision, ids given twice or equally old, profiles
 * without ids. The same for the same seed.
 */
final class OddUpdates {
  static final String INTEGRATIONS =
      """
      {"spaces": [{"id": "spa", "tier": "business"}],
       "destinations": [
         {"id": "dst_all", "spaceId": "spa", "type": "webhook", "name": "All"},
         {"id": "dst_back", "spaceId": "spa", "type": "crm", "name": "Back", "dedupesOn": ["email"], "resend": "on_reentry"},
         {"id": "dst_each", "spaceId": "spa", "type": "webhook", "name": "Each", "idsPerEvent": "one"},
         {"id": "dst_email", "spaceId": "spa", "type": "mail", "name": "Email", "dedupesOn": ["email"]},
         {"id": "dst_identify", "spaceId": "spa", "type": "crm", "name": "Identify", "call": "identify"},
         {"id": "dst_off", "spaceId": "spa", "type": "crm", "name": "Off", "enabled": false},
         {"id": "dst_two", "spaceId": "spa", "type": "crm", "name": "Two", "dedupesOn": ["phone", "user_id"], "call": "identify"},
         {"id": "dst_\u00FC\\"", "spaceId": "spa", "type": "crm", "name": "Odd", "dedupesOn": ["phone"]}],
       "connections": [
         {"computationId": "aud_1", "destinationIds": ["dst_email", "dst_all", "dst_off", "dst_nobody", "dst_two"]},
         {"computationId": "aud_2", "destinationIds": ["dst_each", "dst_back", "dst_identify", "dst_all"]},
         {"computationId": "jou_1", "destinationIds": ["dst_email", "dst_\u00FC\\""]},
         {"computationId": "trt_1", "destinationIds": ["dst_all", "dst_back", "dst_email", "dst_two"]},
         {"computationId": "trt_2", "destinationIds": ["dst_each", "dst_two", "dst_\u00FC\\""]}]}
      """;

  private static final List<String> COMPUTATIONS =
      List.of(
          "{\"id\": \"aud_1\", \"key\": \"big_spenders\", \"name\": \"Big\", \"type\": \"audience\"}",
          "{\"type\": \"audience\", \"key\": \"k\u00E4ufer \\\"neu\\\"\", \"more\": [1, {}], \"id\": \"aud_2\"}",
          "{\"id\": \"jou_1\", \"key\": \"welcome\", \"type\": \"journey\"}",
          "{\"id\": \"trt_1\", \"key\": \"orders\", \"type\": \"computed_trait\"}",
          "{\"id\": \"trt_2\", \"key\": \"score\", \"type\": \"sql_trait\"}",
          "{\"id\": \"aud_nowhere\", \"key\": \"nowhere\", \"type\": \"audience\"}");
  private static final List<String> MEMBER_OR_NOT =
      List.of("true", "true", "true", "false", "null");
  private static final List<String> TRAITS =
      List.of(
          "1",
          "2",
          "12.50",
          "12.5",
          "true",
          "false",
          "null",
          "\"gold\"",
          "\"\\u0001 \\\\ \u20AC\"");
  private static final List<String> TYPES =
      List.of("email", "email", "phone", "user_id", "anonymous_id", "android.id", "e\\u00e4");
  private static final List<String> TEXTS =
      List.of(
          "a",
          "b",
          "B",
          "x\\ty",
          "q\\\"q",
          "\u00FC",
          "\uD83D\uDE00",
          "\uFF5E",
          "\\u001f\\b\\f\\n\\r",
          "a/b",
          "\\/");
  private static final List<String> INSTANTS =
      List.of(
          "\"2026-01-01T00:00:00Z\"",
          "\"2026-01-01T00:00:00.000Z\"",
          "\"2026-01-01T01:00:00+01:00\"",
          "\"2026-01-01T00:00:00.000000001Z\"",
          "\"2026-02-28T23:59:59.5Z\"",
          "\"2024-02-29T12:00:00.123456Z\"",
          "\"1969-12-31T23:59:59.999Z\"",
          "\"2026-01-31T00:00:00-05:30\"",
          "null");

  private final SplittableRandom random;
  private int number;

  OddUpdates(long seed) {
    random = new SplittableRandom(seed);
  }

  /** An update as it stands on the topic. */
  record Update(String profileId, String json) {}

  /** So many updates; one of ten is there again, sooner or later. */
  List<Update> take(int count) {
    var updates = new ArrayList<Update>();
    while (updates.size() < count) {
      boolean again = !updates.isEmpty() && random.nextInt(10) == 0;
      updates.add(again ? updates.get(random.nextInt(updates.size())) : next());
    }
    return updates;
  }

  private Update next() {
    String profileId = "use_" + random.nextInt(150) + (random.nextInt(10) == 0 ? "\u00E4" : "");
    String computation = anyOf(COMPUTATIONS);
    boolean trait = computation.contains("_trait");
    String json =
        """
        {"messageId": "m-%d", "spaceId": "spa", "profileId": "%s", "computation": %s, "unknown": {"a": [null]},
         "value": %s, "trigger": %s, "computedAt": %s, "externalIds": [%s]}
        """
            .formatted(
                number++,
                profileId,
                computation,
                anyOf(trait ? TRAITS : MEMBER_OR_NOT),
                trigger(profileId),
                anyOf(INSTANTS.subList(0, INSTANTS.size() - 1)),
                ids(random.nextInt(9)));
    return new Update(profileId, json);
  }

  private String trigger(String profileId) {
    return switch (random.nextInt(10)) {
      case 0 ->
          """
          {"reason": "profile_merge", "mergedProfiles": [{"profileId": "%s", "wasMember": %s}, {"profileId": "gone_%d", "wasMember": false}]}"""
              .formatted(profileId, random.nextInt(3) == 0, number);
      case 1, 2 ->
          "{\"newExternalIds\": ["
              + ids(1 + random.nextInt(2))
              + "], \"reason\": \"new_external_id\"}";
      default -> "{\"reason\": \"value_changed\", \"newExternalIds\": null}";
    };
  }

  private String ids(int count) {
    var ids = new ArrayList<String>();
    for (int i = 0; i < count; i++) {
      String createdAt = random.nextInt(8) == 0 ? "" : ", \"createdAt\": " + anyOf(INSTANTS);
      ids.add(
          "{\"type\": \""
              + anyOf(TYPES)
              + "\", \"id\": \""
              + anyOf(TEXTS)
              + "\""
              + createdAt
              + "}");
    }
    return String.join(", ", ids);
  }

  private String anyOf(List<String> words) {
    return words.get(random.nextInt(words.size()));
  }
}
