package dev.oncegate.jmh;

import dev.oncegate.core.update.Connected;
import dev.oncegate.core.update.Destination;
import dev.oncegate.core.update.Resend;
import dev.oncegate.core.update.Space;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * Updates to measure with: about 700 bytes, six external ids each, of which 70 % changed a value,
 * 20 % brought a new id and 10 % a merge; and four destinations, of which two dedupe.
 */
final class Messages {
  private static final int SEED = 20_261_122;

  private Messages() {}

  /** Messages of {@code identified-output} in UTF-8, all different. */
  static byte[][] identified(int count) {
    var random = new Random(SEED);
    var messages = new byte[count][];
    for (int i = 0; i < count; i++) {
      messages[i] = identified(i, random).getBytes(StandardCharsets.UTF_8);
    }
    return messages;
  }

  private static String identified(int number, Random random) {
    int profile = random.nextInt(100_000);
    String ids =
        String.join(
            ",",
            List.of(
                id("anonymous_id", "a-" + profile, random),
                id("email", "someone" + profile + "@example.com", random),
                id("email", "else" + profile + "@example.com", random),
                id("phone", "+491555%06d".formatted(profile), random),
                id("user_id", "u-" + profile, random),
                id("user_id", "v-" + profile, random)));
    return """
        {"messageId":"m-%d","spaceId":"spa_1","profileId":"use_%d",\
        "computation":{"id":"aud_1","key":"big_spenders","name":"Big spenders","type":"audience"},\
        "value":%s,"trigger":%s,"computedAt":"2026-11-22T10:%02d:%02d.%03dZ","externalIds":[%s]}\
        """
        .formatted(
            number,
            profile,
            random.nextInt(10) < 8,
            trigger(profile, random),
            random.nextInt(60),
            random.nextInt(60),
            random.nextInt(1000),
            ids);
  }

  private static String trigger(int profile, Random random) {
    int kind = random.nextInt(10);
    if (kind < 7) {
      return "{\"reason\":\"value_changed\"}";
    }
    if (kind < 9) {
      String id = id("email", "else" + profile + "@example.com", random);
      return "{\"reason\":\"new_external_id\",\"newExternalIds\":[" + id + "]}";
    }
    return "{\"reason\":\"profile_merge\",\"mergedProfiles\":[{\"profileId\":\"use_m%d\",\"wasMember\":%s}]}"
        .formatted(profile, random.nextBoolean());
  }

  private static String id(String type, String id, Random random) {
    return "{\"type\":\"%s\",\"id\":\"%s\",\"createdAt\":\"2026-%02d-%02dT10:00:00.000Z\"}"
        .formatted(type, id, 1 + random.nextInt(11), 1 + random.nextInt(28));
  }

  static Connected connected() {
    var destinations = new ArrayList<Destination>();
    destinations.add(destination("dst_1", "sendgrid", Set.of("email"), Destination.Call.TRACK));
    destinations.add(destination("dst_2", "twilio", Set.of("phone"), Destination.Call.TRACK));
    destinations.add(destination("dst_3", "braze", Set.of(), Destination.Call.IDENTIFY));
    destinations.add(destination("dst_4", "webhook", Set.of(), Destination.Call.TRACK));
    return new Connected(new Space("spa_1", "business"), destinations);
  }

  private static Destination destination(
      String id, String type, Set<String> dedupesOn, Destination.Call call) {
    return new Destination(
        id,
        "spa_1",
        type,
        type,
        true,
        dedupesOn,
        call,
        Destination.IdsPerEvent.ALL,
        Destination.DedupeScope.PROFILE,
        new Resend.Never());
  }
}
