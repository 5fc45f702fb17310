package dev.oncegate.bench;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A stream of profile updates with their external ids, as they come to the sync stage; the same for
 * the same seed.
 *
 * <p>A profile that is merged away appears nowhere else: a peer whose history is split by partition
 * must be able to give the same answers.
 */
final class Workload {
  private static final Instant BEGIN = Instant.parse("2026-11-22T00:00:00Z");
  private static final int PERCENT = 100;
  private static final int EXITS = 5;
  private static final int ONES_OF_NO_PHONE = 10;
  private static final int VALUES_OF_A_TRAIT = 1_000;
  private static final int RECENT = 1_000;

  /** An update as it stands on the topic, where its profile's id is the key. */
  static final class Update {
    private final byte[] key;
    private final byte[] value;

    private Update(String profile, String json) {
      this.key = profile.getBytes(StandardCharsets.UTF_8);
      this.value = json.getBytes(StandardCharsets.UTF_8);
    }

    byte[] key() {
      return key;
    }

    byte[] value() {
      return value;
    }
  }

  private record Id(String type, String id, String createdAt) {}

  private final SplittableRandom random;
  private final String crowd;
  private final int profiles;
  private final int redeliveredPercent;
  private final Update[] recent = new Update[RECENT];
  private long number;

  /**
   * A stream at its beginning.
   *
   * @param crowd the name of its people, who are in no other crowd
   * @param profiles how many they are
   * @param number of the first message
   * @param redeliveredPercent how many of a hundred were there before, byte by byte
   */
  Workload(long seed, String crowd, int profiles, long number, int redeliveredPercent) {
    this.random = new SplittableRandom(seed ^ crowd.hashCode());
    this.crowd = crowd;
    this.profiles = profiles;
    this.number = number;
    this.redeliveredPercent = redeliveredPercent;
  }

  /** What a message is called that has this number. */
  static String messageId(long number) {
    return "m-" + number;
  }

  /** The next update; there always is one. */
  Update next() {
    int place = random.nextInt(RECENT);
    Update old = recent[place];
    if (old != null && random.nextInt(PERCENT) < redeliveredPercent) {
      return old;
    }
    Update fresh = fresh();
    recent[place] = fresh;
    return fresh;
  }

  private Update fresh() {
    int person = random.nextInt(profiles);
    String profile = crowd + "_" + person;
    List<Id> ids = idsOf(person);
    World.Computation computation =
        World.COMPUTATIONS.get(random.nextInt(World.COMPUTATIONS.size()));
    var json = new StringBuilder(800);
    json.append("{\"messageId\":\"").append(messageId(number));
    json.append("\",\"spaceId\":\"").append(World.SPACE);
    json.append("\",\"profileId\":\"").append(profile);
    json.append("\",\"computation\":{\"id\":\"").append(computation.id());
    json.append("\",\"key\":\"").append(computation.key());
    json.append("\",\"name\":\"").append(computation.name());
    json.append("\",\"type\":\"").append(computation.type());
    json.append("\"},\"value\":");
    value(json, computation);
    json.append(",\"trigger\":");
    trigger(json, profile, ids);
    json.append(",\"computedAt\":\"").append(BEGIN.plusMillis(number));
    json.append("\",\"externalIds\":[");
    for (int i = 0; i < ids.size(); i++) {
      json.append(i == 0 ? "" : ",");
      Id id = ids.get(i);
      address(json, id).append(",\"createdAt\":\"").append(id.createdAt()).append("\"}");
    }
    json.append("]}");
    number++;
    return new Update(profile, json.toString());
  }

  private void value(StringBuilder json, World.Computation computation) {
    boolean isMember = random.nextInt(PERCENT) >= EXITS;
    if (!computation.isTrait()) {
      json.append(isMember);
    } else if (!isMember) {
      json.append("null");
    } else {
      json.append(random.nextInt(VALUES_OF_A_TRAIT));
    }
  }

  private void trigger(StringBuilder json, String profile, List<Id> ids) {
    int chance = random.nextInt(PERCENT);
    if (chance < 70) {
      json.append("{\"reason\":\"value_changed\"}");
    } else if (chance < 90) {
      json.append("{\"reason\":\"new_external_id\",\"newExternalIds\":[");
      address(json, ids.get(random.nextInt(ids.size()))).append("}]}");
    } else {
      boolean wasMember = random.nextInt(PERCENT) < 20;
      json.append("{\"reason\":\"profile_merge\",\"mergedProfiles\":[{\"profileId\":\"");
      json.append(profile).append("\",\"wasMember\":").append(wasMember);
      json.append("},{\"profileId\":\"gone_").append(crowd).append('_').append(number);
      json.append("\",\"wasMember\":false}]}");
    }
  }

  /** Six of a person, always the same. */
  private List<Id> idsOf(int person) {
    String who = crowd + person;
    int day = 10 + person % 18;
    boolean hasPhone = person % PERCENT >= ONES_OF_NO_PHONE;
    return List.of(
        new Id("email", who + "@example.com", "2025-01-" + day + "T08:00:00Z"),
        new Id("email", who + ".work@example.org", "2025-06-" + day + "T09:30:00Z"),
        hasPhone
            ? new Id("phone", "+49301" + person, "2025-03-" + day + "T10:00:00Z")
            : new Id("email", who + "@old.example.net", "2024-03-" + day + "T10:00:00Z"),
        new Id("user_id", "u-" + who, "2025-01-" + day + "T08:00:00Z"),
        new Id("anonymous_id", "a-" + who, "2025-02-" + day + "T11:15:00Z"),
        new Id("android.id", "d-" + who, "2025-04-" + day + "T12:45:00Z"));
  }

  /** Type and id, with the object left open. */
  private static StringBuilder address(StringBuilder json, Id id) {
    return json.append("{\"type\":\"")
        .append(id.type())
        .append("\",\"id\":\"")
        .append(id.id())
        .append('"');
  }
}
