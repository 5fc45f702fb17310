package dev.oncegate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.oncegate.codec.MessageOrigin;
import dev.oncegate.codec.RecordedWriter;
import dev.oncegate.codec.TopicMessage;
import dev.oncegate.codec.redact.Pseudonyms;
import dev.oncegate.codec.redact.Redaction;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.function.BinaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedactedReplayTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int UPDATES = 4_000;
  private static final int PROFILES = 300;

  @TempDir private Path directory;

  @Test
  void aRedactedRecordingIsDecidedAsTheOriginalUpToThePseudonyms() throws Exception {
    var pseudonyms = new Pseudonyms("0123456789abcdef".getBytes(StandardCharsets.UTF_8));
    var redaction = new Redaction(pseudonyms);
    var random = new Random(11);
    var original = new ArrayList<String>();
    var redacted = new ArrayList<String>();
    for (int i = 0; i < UPDATES; i++) {
      int profile = random.nextInt(PROFILES);
      var message =
          new TopicMessage(
              new MessageOrigin("t", 0, i, 0),
              bytes("use_" + profile),
              bytes(update(i, profile, random)),
              List.of());
      original.add(new String(RecordedWriter.write(message), StandardCharsets.UTF_8));
      redacted.add(new String(RecordedWriter.write(redaction.of(message)), StandardCharsets.UTF_8));
    }
    assertThat(redacted).noneMatch(line -> line.contains("@x.com"));
    List<String> decided = replay("original", original, pseudonyms::of);
    assertThat(decided).anyMatch(line -> line.contains("\"already_sent\""));
    assertThat(replay("redacted", redacted, (type, id) -> id)).isEqualTo(decided);
  }

  private List<String> replay(String name, List<String> lines, BinaryOperator<String> pseudonym)
      throws IOException {
    Path config =
        Files.writeString(
            directory.resolve("integrations.json"),
            """
            {"spaces": [{"id": "spa_1", "tier": "business"}],
             "destinations": [
              {"id": "dst_1", "spaceId": "spa_1", "type": "sendgrid", "name": "a", "dedupesOn": ["email"]},
              {"id": "dst_2", "spaceId": "spa_1", "type": "braze", "name": "b", "dedupesOn": ["email", "phone"], "resend": "on_reentry"},
              {"id": "dst_3", "spaceId": "spa_1", "type": "webhook", "name": "c", "dedupesOn": ["email"], "dedupeScope": "address"},
              {"id": "dst_4", "spaceId": "spa_1", "type": "webhook", "name": "d"}],
             "connections": [
              {"computationId": "aud_1", "destinationIds": ["dst_1", "dst_2", "dst_3", "dst_4"]}]}
            """);
    Path input = Files.write(directory.resolve(name), lines);
    Path decisions = directory.resolve(name + ".decisions");
    CommandRun run =
        CommandRun.of(
            "replay",
            "--config",
            config.toString(),
            "--input",
            input.toString(),
            "--decisions",
            decisions.toString());
    assertThat(run.err()).isEmpty();
    var said = new ArrayList<String>();
    for (String line : Files.readAllLines(decisions)) {
      ObjectNode decision = (ObjectNode) JSON.readTree(line);
      var ids = new TreeSet<String>();
      for (JsonNode id : decision.get("ids")) {
        String type = id.get("type").asText();
        ids.add(type + " " + pseudonym.apply(type, id.get("id").asText()));
      }
      decision.put("ids", ids.toString());
      said.add(decision.toString());
    }
    return said;
  }

  /** Of few addresses, spelt in many ways, and of ages of which many are the same. */
  private static String update(int number, int profile, Random random) {
    var ids = new ArrayList<String>();
    for (int i = random.nextInt(5); i > 0; i--) {
      boolean phone = random.nextInt(3) == 0;
      int person = profile / 2;
      String id =
          phone
              ? "+49 30 " + person + (random.nextBoolean() ? "" : "-")
              : (random.nextBoolean() ? "A" : "a") + i + "-" + person + "@x.com";
      String age =
          switch (random.nextInt(4)) {
            case 0 -> "";
            case 1 -> ",\"createdAt\":\"2026-01-01T00:00:00.5Z\"";
            case 2 -> ",\"createdAt\":\"2026-01-01T01:00:00.500+01:00\"";
            default -> ",\"createdAt\":\"2026-01-0" + (1 + random.nextInt(9)) + "T00:00:00Z\"";
          };
      ids.add("{\"type\":\"%s\",\"id\":\"%s\"%s}".formatted(phone ? "phone" : "email", id, age));
    }
    String trigger =
        switch (random.nextInt(8)) {
          case 0 ->
              "{\"reason\":\"new_external_id\",\"newExternalIds\":[{\"type\":\"email\",\"id\":\"n@x.com\"}]}";
          case 1 ->
              "{\"reason\":\"profile_merge\",\"mergedProfiles\":[{\"profileId\":\"use_%d\",\"wasMember\":false}]}"
                  .formatted(random.nextInt(PROFILES));
          case 2 -> "{\"reason\":\"other\"}";
          default -> "{\"reason\":\"value_changed\"}";
        };
    return """
    {"messageId":"m-%d","spaceId":"spa_1","profileId":"use_%d","mail":"a@x.com",\
    "computation":{"id":"aud_1","key":"k","name":"n","type":"audience"},"value":%s,"trigger":%s,\
    "computedAt":"2026-11-22T10:00:00Z","externalIds":[%s],"oncegate":{"lineage":["use_%d"]}}"""
        .formatted(
            number,
            profile,
            random.nextInt(4) > 0,
            trigger,
            String.join(",", ids),
            profile % 10 == 0 ? profile + 1 : profile);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
