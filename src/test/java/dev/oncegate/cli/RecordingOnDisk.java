package dev.oncegate.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** Random updates in a file, the same for the same seed, and what they are connected to. */
final class RecordingOnDisk {
  private static final int PROFILES = 400;

  private RecordingOnDisk() {}

  static Path integrations(Path directory) throws IOException {
    return Files.writeString(
        directory.resolve("integrations.json"),
        """
        {"spaces": [{"id": "spa_1", "tier": "business"}],
         "destinations": [
          {"id": "dst_1", "spaceId": "spa_1", "type": "sendgrid", "name": "SendGrid", "dedupesOn": ["email"]},
          {"id": "dst_2", "spaceId": "spa_1", "type": "braze", "name": "Braze", "dedupesOn": ["user_id", "email"], "call": "identify"},
          {"id": "dst_3", "spaceId": "spa_1", "type": "webhook", "name": "Webhook"}],
         "connections": [
          {"computationId": "aud_1", "destinationIds": ["dst_3", "dst_1", "dst_2"]},
          {"computationId": "tra_1", "destinationIds": ["dst_1", "dst_3"]}]}
        """);
  }

  static Path updates(Path directory, int count, long seed) throws IOException {
    var random = new Random(seed);
    Path file = directory.resolve("updates.jsonl");
    try (var out = Files.newBufferedWriter(file, UTF_8)) {
      for (int i = 0; i < count; i++) {
        out.write(update(i, random));
        out.write('\n');
      }
    }
    return file;
  }

  private static String update(int number, Random random) {
    int profile = random.nextInt(PROFILES);
    boolean trait = random.nextInt(4) == 0;
    String value = trait ? "\"" + "gold silver".split(" ", -1)[random.nextInt(2)] + "\"" : "true";
    String trigger =
        switch (random.nextInt(8)) {
          case 0 -> "{\"reason\":\"other\"}";
          case 1 ->
              "{\"reason\":\"new_external_id\",\"newExternalIds\":[{\"type\":\"phone\",\"id\":\"1\"}]}";
          case 2 ->
              "{\"reason\":\"new_external_id\",\"newExternalIds\":[{\"type\":\"email\",\"id\":\"a\"}]}";
          case 3 -> merge(profile, random);
          default -> "{\"reason\":\"value_changed\"}";
        };
    return """
    {"messageId":"m-%d","spaceId":"spa_1","profileId":"use_%d",\
    "computation":{"id":"%s","key":"k","name":"n","type":"%s"},"value":%s,"trigger":%s,\
    "computedAt":"2026-11-22T10:00:00Z","externalIds":[%s]}"""
        .formatted(
            number,
            profile,
            trait ? "tra_1" : "aud_1",
            trait ? "computed_trait" : "audience",
            random.nextInt(6) == 0 ? (trait ? "null" : "false") : value,
            trigger,
            switch (random.nextInt(6)) {
              case 0 -> "";
              case 1 -> "{\"type\":\"phone\",\"id\":\"%d\"}".formatted(profile);
              case 2 -> "{\"type\":\"user_id\",\"id\":\"u%d\"}".formatted(profile);
              default ->
                  "{\"type\":\"email\",\"id\":\"a%d@x.com\"},{\"type\":\"user_id\",\"id\":\"u%d\"}"
                      .formatted(profile, profile);
            });
  }

  private static String merge(int profile, Random random) {
    return """
    {"reason":"profile_merge","mergedProfiles":[{"profileId":"use_%d","wasMember":false},\
    {"profileId":"use_%d","wasMember":%s}]}"""
        .formatted(profile, random.nextInt(PROFILES), random.nextInt(3) == 0);
  }
}
