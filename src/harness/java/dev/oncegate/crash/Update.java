package dev.oncegate.crash;

import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/**
 * An update that the crash test feeds.
 *
 * @param value as JSON writes it
 * @param newIdType of the one id that a {@code NEW_EXTERNAL_ID} brings
 * @param merged the profiles of a {@code PROFILE_MERGE}
 */
record Update(
    String messageId,
    String profileId,
    World.Computation computation,
    String value,
    Why why,
    String newIdType,
    List<Merged> merged,
    Instant computedAt) {

  enum Why {
    VALUE_CHANGED,
    NEW_EXTERNAL_ID,
    PROFILE_MERGE,
    UNKNOWN,
    /** Not an update at all: bytes that nobody can read. */
    POISON
  }

  record Merged(String profileId, boolean wasMember) {}

  boolean isMember() {
    return !value.equals("false") && !value.equals("null");
  }

  boolean mergesAMember() {
    return merged.stream().anyMatch(Merged::wasMember);
  }

  String json() {
    if (why == Why.POISON) {
      return "{\"messageId\": \"" + messageId + "\", \"value\": tr";
    }
    return """
    {"messageId": "%s", "spaceId": "%s", "profileId": "%s", \
    "computation": {"id": "%s", "key": "%s", "name": "%s", "type": "%s"}, \
    "value": %s, "trigger": %s, "computedAt": "%s"}\
    """
        .formatted(
            messageId,
            World.SPACE,
            profileId,
            computation.id(),
            computation.id(),
            computation.id(),
            computation.type(),
            value,
            trigger(),
            computedAt);
  }

  private String trigger() {
    return switch (why) {
      case VALUE_CHANGED -> "{\"reason\": \"value_changed\"}";
      case NEW_EXTERNAL_ID ->
          "{\"reason\": \"new_external_id\", \"newExternalIds\": [{\"type\": \"%s\", \"id\": \"%s\"}]}"
              .formatted(newIdType, World.idOf(profileId, newIdType));
      case PROFILE_MERGE ->
          merged.stream()
              .map(
                  it ->
                      "{\"profileId\": \"%s\", \"wasMember\": %s}"
                          .formatted(it.profileId(), it.wasMember()))
              .collect(
                  Collectors.joining(
                      ", ", "{\"reason\": \"profile_merge\", \"mergedProfiles\": [", "]}"));
      case UNKNOWN -> "{\"reason\": \"recomputed\"}";
      case POISON -> throw new IllegalStateException("poison has no trigger");
    };
  }
}
