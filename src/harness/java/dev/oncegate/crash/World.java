package dev.oncegate.crash;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What is configured before the first update: a space, its destinations, what they are fed. */
final class World {
  static final String SPACE = "spa_crash";

  /** Where parked updates are read; counted like a destination. */
  static final String PARKED = "sync-parked";

  /** A destination, as the crash test has to know it. */
  record Target(
      String id, Set<String> dedupesOn, String idsPerEvent, String dedupeScope, String resend) {
    boolean isDeduped() {
      return !dedupesOn.isEmpty();
    }

    String json() {
      return """
      {"id": "%s", "spaceId": "%s", "type": "webhook", "name": "%s", "dedupesOn": [%s], \
      "idsPerEvent": "%s", "dedupeScope": "%s", "resend": "%s"}\
      """
          .formatted(
              id,
              SPACE,
              id,
              dedupesOn.stream().map(it -> '"' + it + '"').collect(Collectors.joining(", ")),
              idsPerEvent,
              dedupeScope,
              resend);
    }
  }

  record Computation(String id, String type, List<Target> targets) {
    boolean isTrait() {
      return type.endsWith("_trait");
    }

    String json() {
      return "{\"computationId\": \"%s\", \"destinationIds\": [%s]}"
          .formatted(
              id,
              targets.stream().map(it -> '"' + it.id() + '"').collect(Collectors.joining(", ")));
    }
  }

  private static final Target ALL = target("dst_all", Set.of(), "all", "profile", "never");
  private static final Target EACH = target("dst_each", Set.of(), "one", "profile", "never");
  private static final Target EMAIL =
      target("dst_email", Set.of("email"), "all", "profile", "never");
  private static final Target PHONE =
      target("dst_phone", Set.of("phone"), "all", "profile", "never");
  private static final Target REENTRY =
      target("dst_reentry", Set.of("email"), "all", "profile", "on_reentry");
  private static final Target PERIOD =
      target("dst_period", Set.of("email"), "all", "profile", "P30D");
  private static final Target ADDRESS =
      target("dst_address", Set.of("email"), "all", "address", "never");

  /** Profiles of their own: the order of their updates is known, so everything is decided. */
  static final Computation AUDIENCE =
      new Computation("aud_alone", "audience", List.of(ALL, EMAIL, PERIOD, PHONE, REENTRY));

  static final Computation JOURNEY = new Computation("jou_alone", "journey", List.of(EMAIL));
  static final Computation TRAIT =
      new Computation("trt_alone", "computed_trait", List.of(EACH, EMAIL));

  /** Profiles that become one, from several partitions. */
  static final Computation FAMILY =
      new Computation("aud_family", "audience", List.of(ALL, EMAIL, PHONE));

  /** Profiles that share an address, from several partitions. */
  static final Computation SHARED =
      new Computation("aud_shared", "audience", List.of(ADDRESS, ALL));

  static final List<Computation> COMPUTATIONS = List.of(AUDIENCE, JOURNEY, TRAIT, FAMILY, SHARED);
  static final List<Target> TARGETS = List.of(ADDRESS, ALL, EACH, EMAIL, PERIOD, PHONE, REENTRY);

  private World() {}

  private static Target target(
      String id, Set<String> dedupesOn, String idsPerEvent, String dedupeScope, String resend) {
    return new Target(id, dedupesOn, idsPerEvent, dedupeScope, resend);
  }

  /** The types of the ids that a profile has; its name tells. */
  static Set<String> typesOf(String profileId) {
    return switch (profileId.charAt(0)) {
      case 'b' -> Set.of("email", "phone", "user_id");
      case 'e' -> Set.of("email", "user_id");
      case 'p' -> Set.of("phone");
      case 's' -> Set.of("email");
      case 'n' -> Set.of();
      default -> throw new IllegalArgumentException("nobody is called " + profileId);
    };
  }

  /** A profile's one id of a type. Those who share an email write it each in their own way. */
  static String idOf(String profileId, String type) {
    if (profileId.startsWith("s")) {
      String shared = profileId.substring(1, profileId.indexOf('-')) + "@Shared.Example";
      return switch (profileId.charAt(profileId.length() - 1)) {
        case '0' -> shared;
        case '1' -> shared.toUpperCase(java.util.Locale.ROOT);
        default -> shared.toLowerCase(java.util.Locale.ROOT);
      };
    }
    return switch (type) {
      case "email" -> profileId + "@example.com";
      case "phone" -> "+49" + Integer.toUnsignedString(profileId.hashCode());
      default -> "u-" + profileId;
    };
  }

  static String externalId(String profileId, String type) {
    return """
    {"spaceId": "%s", "profileId": "%s", "type": "%s", "id": "%s", \
    "createdAt": "2026-01-01T00:00:00Z"}\
    """
        .formatted(SPACE, profileId, type, idOf(profileId, type));
  }
}
