package dev.oncegate.bench.peer.naive;

import com.fasterxml.jackson.databind.JsonNode;
import dev.oncegate.core.update.CodePoints;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An update, read out of its JSON tree. */
record IncomingUpdate(
    String messageId,
    String spaceId,
    String profileId,
    String computationId,
    String computationKey,
    String computationType,
    JsonNode value,
    String trigger,
    List<Id> newIds,
    boolean mergedMember,
    Instant computedAt,
    List<Id> ids) {

  /** An external id; one whose creation is not known is older than any other. */
  record Id(String type, String id, Instant createdAt) {
    static final Comparator<Id> BY_TYPE_AND_ID =
        Comparator.comparing(Id::type, CodePoints::compare)
            .thenComparing(Id::id, CodePoints::compare);
  }

  private static final Set<String> TRIGGERS =
      Set.of("value_changed", "new_external_id", "profile_merge");

  static IncomingUpdate of(JsonNode json) {
    JsonNode computation = json.path("computation");
    JsonNode trigger = json.path("trigger");
    String reason = trigger.path("reason").asText();
    boolean mergedMember = false;
    for (JsonNode merged : trigger.path("mergedProfiles")) {
      mergedMember |= merged.path("wasMember").asBoolean();
    }
    return new IncomingUpdate(
        json.path("messageId").asText(),
        json.path("spaceId").asText(),
        json.path("profileId").asText(),
        computation.path("id").asText(),
        computation.path("key").asText(),
        computation.path("type").asText(),
        json.path("value"),
        TRIGGERS.contains(reason) ? reason : "unknown",
        ids(trigger.path("newExternalIds")),
        mergedMember,
        OffsetDateTime.parse(json.path("computedAt").asText()).toInstant(),
        ids(json.path("externalIds")));
  }

  /** Each once, with its newest creation, by type and id. */
  private static List<Id> ids(JsonNode array) {
    Map<String, Id> newest = new HashMap<>();
    for (JsonNode node : array) {
      String createdAt = node.path("createdAt").asText("");
      var id =
          new Id(
              node.path("type").asText(),
              node.path("id").asText(),
              createdAt.isEmpty() ? Instant.MIN : OffsetDateTime.parse(createdAt).toInstant());
      newest.merge(
          id.type() + "\u001F" + id.id(),
          id,
          (a, b) -> a.createdAt().isBefore(b.createdAt()) ? b : a);
    }
    var ids = new ArrayList<>(newest.values());
    ids.sort(Id.BY_TYPE_AND_ID);
    return ids;
  }

  boolean isTrait() {
    return computationType.endsWith("_trait");
  }

  boolean isMember() {
    return !value.isNull() && (!value.isBoolean() || value.asBoolean());
  }

  /** What a deduped destination gets once: an audience is one message, a trait one each value. */
  String message() {
    if (!isTrait()) {
      return "";
    }
    return value.isNumber()
        ? value.decimalValue().stripTrailingZeros().toString()
        : value.toString();
  }

  /** The newest of a type; of equally new ones the last. */
  static @Nullable Id newest(List<Id> ids, String type) {
    return ids.stream()
        .filter(id -> id.type().equals(type))
        .max(Comparator.comparing(Id::createdAt).thenComparing(Id.BY_TYPE_AND_ID))
        .orElse(null);
  }
}
