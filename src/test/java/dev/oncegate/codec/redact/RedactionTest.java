package dev.oncegate.codec.redact;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.oncegate.codec.DecisionWriter;
import dev.oncegate.codec.EventWriter;
import dev.oncegate.codec.MessageHeader;
import dev.oncegate.codec.MessageOrigin;
import dev.oncegate.codec.Parsed;
import dev.oncegate.codec.TopicMessage;
import dev.oncegate.codec.UpdateReader;
import dev.oncegate.core.Gate;
import dev.oncegate.core.Samples;
import dev.oncegate.core.decide.AddressSpelling;
import dev.oncegate.core.update.ExternalId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RedactionTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Pseudonyms pseudonyms = new Pseudonyms(bytes("0123456789abcdef"));
  private final Redaction redaction = new Redaction(pseudonyms);

  @Test
  void theSameIdAlwaysHasTheSamePseudonym() {
    assertThat(pseudonyms.of("email", "a@x.com"))
        .isEqualTo(new Pseudonyms(bytes("0123456789abcdef")).of("email", "a@x.com"))
        .isNotEqualTo(new Pseudonyms(bytes("0123456789abcdeF")).of("email", "a@x.com"))
        .isNotEqualTo(pseudonyms.of("email", "b@x.com"))
        .matches("x[a-p]{32}@redacted\\.invalid");
    assertThat(pseudonyms.of("phone", "+49 30 1")).matches("\\+9-?9-?9-?([0-9]-?){23}[0-9]");
    assertThat(pseudonyms.of("phone", "49301")).matches("999[0-9]{24}");
    assertThat(pseudonyms.of("user_id", "a@x.com")).matches("x[a-p]{32}");
    assertThat(pseudonyms.of("anonymous_id", "7")).isNotEqualTo(pseudonyms.of("user_id", "7"));
  }

  @Test
  void spellingsOfOneAddressStaySpellingsOfOneAddress() {
    for (List<String> spellings :
        List.of(
            List.of("email", "a@x.com", "A@x.com", " a@X.com"),
            List.of("phone", "+49301", "+49 30 1", "+49(30)1"))) {
      String type = spellings.getFirst();
      var distinct = new HashSet<String>();
      var normal = new HashSet<String>();
      for (String spelling : spellings.subList(1, 4)) {
        distinct.add(pseudonyms.of(type, spelling));
        normal.add(AddressSpelling.normalised(type, pseudonyms.of(type, spelling)));
      }
      assertThat(distinct).hasSize(3);
      assertThat(normal)
          .containsExactly(
              pseudonyms.ofNormalised(type, AddressSpelling.normalised(type, spellings.get(1))));
    }
    assertThat(AddressSpelling.normalised("phone", pseudonyms.of("phone", "49 301")))
        .isNotEqualTo(AddressSpelling.normalised("phone", pseudonyms.of("phone", "+49 301")));
  }

  @Test
  void aTypeInAnotherCaseHasTheSamePseudonymAndABlankIdHasNone() {
    assertThat(pseudonyms.of("Email", "A@x.com")).isEqualTo(pseudonyms.of("email", "A@x.com"));
    assertThat(pseudonyms.of("User_Id", "u")).isEqualTo(pseudonyms.of("user_id", "u"));
    assertThat(pseudonyms.of("email", " \u00a0")).isEqualTo(" \u00a0");
  }

  @Test
  void anUpdateKeepsWhatItIsDecidedByAndNothingElse() throws Exception {
    TopicMessage redacted =
        redaction.of(
            message(
                """
                {"messageId":"m-1","spaceId":"spa_1","profileId":"use_1","mail":"a@x.com",
                 "computation":{"id":"aud_1","key":"k","name":"n","type":"audience","owner":"a@x.com"},
                 "value":12.50,"trigger":{"reason":"new_external_id","by":"a@x.com",
                  "newExternalIds":[{"type":"email","id":"a@x.com","source":"a@x.com"}]},
                 "computedAt":"2026-11-22T10:00:00.000Z",
                 "externalIds":[{"id":"a@x.com","type":"email","createdAt":"2026-01-01T00:00:00Z"}],
                 "oncegate":{"lineage":["use_2"],"other":"a@x.com"}}
                """));
    String mail = pseudonyms.of("email", "a@x.com");
    assertThat(text(redacted))
        .isEqualTo(
            """
            {"messageId":"m-1","spaceId":"spa_1","profileId":"use_1",\
            "computation":{"id":"aud_1","key":"k","name":"n","type":"audience"},\
            "value":12.50,"trigger":{"reason":"new_external_id",\
            "newExternalIds":[{"type":"email","id":"%s"}]},\
            "computedAt":"2026-11-22T10:00:00.000Z",\
            "externalIds":[{"id":"%s","type":"email","createdAt":"2026-01-01T00:00:00Z"}],\
            "oncegate":{"lineage":["use_2"]}}"""
                .formatted(mail, mail));
    assertThat(redacted.key()).isEqualTo(bytes("use_1"));
  }

  @Test
  void aDecisionAndAnEventOfOursAreKeptInFull() throws Exception {
    var outcome =
        new Gate(Samples.destination("dst_1").dedupesOn("email"))
            .process(
                Samples.update()
                    .withIds(
                        Samples.id("email", "a@x.com"),
                        Samples.id("user_id", "u-7"),
                        Samples.id("anonymous_id", "n-7")));
    byte[] decision = DecisionWriter.write(outcome, outcome.decisions().get(0));
    JsonNode redactedDecision = JSON.readTree(text(redaction.of(message(decision))));
    assertThat(fields(redactedDecision)).isEqualTo(fields(JSON.readTree(decision)));
    assertThat(redactedDecision.at("/ids/0/id").asText())
        .isEqualTo(pseudonyms.of("email", "a@x.com"));

    var events = new ArrayList<byte[]>();
    var all =
        new Gate(Samples.destination("dst_1"))
            .process(Samples.update().withIds(Samples.id("user_id", "u-7")));
    all.forEachEvent(event -> events.add(EventWriter.write(event)));
    JsonNode event = JSON.readTree(events.getFirst());
    JsonNode redacted = JSON.readTree(text(redaction.of(message(events.getFirst()))));
    assertThat(fields(redacted)).isEqualTo(fields(event));
    assertThat(redacted.get("userId").asText()).isEqualTo(pseudonyms.of("user_id", "u-7"));
    assertThat(redacted.at("/context/externalIds/0/id")).isEqualTo(redacted.get("userId"));
    // Who knows an address could make these hashes again, and so find it.
    assertThat(redacted.at("/oncegate/idGroup").asText())
        .matches("[0-9a-f]{32}")
        .isNotEqualTo(event.at("/oncegate/idGroup").asText());
    assertThat(redacted.get("messageId").asText())
        .startsWith("og-")
        .isNotEqualTo(event.get("messageId").asText());
  }

  @Test
  void aTieFallsAsItDid() {
    String ids =
        IntStream.range(0, 12)
            .mapToObj(i -> "{\"type\":\"email\",\"id\":\"%d@x.com\"%s}".formatted(i, age(i)))
            .reduce((a, b) -> a + "," + b)
            .orElseThrow();
    byte[] update =
        bytes(
            """
            {"messageId":"m","spaceId":"s","profileId":"p","value":true,
             "computation":{"id":"c","key":"k","type":"audience"},"trigger":{"reason":"x"},
             "computedAt":"2026-11-22T10:00:00Z","externalIds":[%s]}"""
                .formatted(ids));
    assertThat(oldestFirst(bytes(text(redaction.of(message(update))))))
        .isEqualTo(oldestFirst(update).stream().map(it -> pseudonyms.of("email", it)).toList());
  }

  private static String age(int i) {
    return switch (i % 4) {
      case 0 -> "";
      case 1 -> ",\"createdAt\":\"2026-01-01T00:00:00Z\"";
      case 2 -> ",\"createdAt\":\"2026-01-01T01:00:00.000000000+01:00\"";
      default -> ",\"createdAt\":\"2026-01-01T00:00:00.000000001Z\"";
    };
  }

  private static List<String> oldestFirst(byte[] update) {
    var ids =
        new ArrayList<>(((Parsed.Valid) UpdateReader.identified(update)).update().externalIds());
    ids.sort(
        (a, b) -> {
          int byAge = ExternalId.compareCreation(a, b);
          return byAge != 0 ? byAge : ExternalId.BY_TYPE_AND_ID.compare(a, b);
        });
    return ids.stream().map(ExternalId::id).toList();
  }

  @Test
  void whatCannotBeReadIsWithheld() {
    assertThat(text(redaction.of(message("a@x.com"))))
        .isEqualTo("[redacted: 7 bytes that are no JSON object]");
    assertThat(text(redaction.of(message("{\"userId\":\"a@x.com\""))))
        .isEqualTo("[redacted: 19 bytes that are no JSON object]");
    assertThat(text(redaction.of(message("{}".getBytes(StandardCharsets.UTF_16LE)))))
        .startsWith("[redacted");
    assertThat(redaction.of(message((byte[]) null)).value()).isNull();
  }

  @Test
  void whatIsOfAnotherKindThanItShouldBeIsEmptiedAndStaysOfItsKind() {
    assertThat(
            text(
                redaction.of(
                    message(
                        """
                        {"computation":"a@x.com","externalIds":["a@x.com",{"type":"email","id":7}],
                         "value":{"a":"a@x.com"},"trigger":["a@x.com"],"profileId":17}"""))))
        .isEqualTo(
            """
            {"computation":"","externalIds":["",{"type":"email","id":0}],\
            "value":{},"trigger":[],"profileId":0}""");
  }

  @Test
  void aKeyThatIsNotTheProfileIsReplacedToo() {
    var message =
        new TopicMessage(
            new MessageOrigin("t", 0, 0, 0),
            bytes("a@x.com"),
            bytes("{\"profileId\":\"use_1\"}"),
            List.of(
                new MessageHeader("from", bytes("a@x.com")),
                new MessageHeader("oncegate-detail", bytes("a@x.com")),
                new MessageHeader("oncegate-reason", bytes("malformed"))));
    TopicMessage redacted = redaction.of(message);
    assertThat(new String(redacted.key(), StandardCharsets.UTF_8)).matches("x[a-p]{32}");
    assertThat(redacted.headers())
        .extracting(MessageHeader::name)
        .containsExactly("oncegate-reason");
  }

  private static List<String> fields(JsonNode node) {
    var names = new ArrayList<String>();
    node.properties()
        .forEach(
            it -> {
              names.add(it.getKey());
              fields(it.getValue()).forEach(inner -> names.add(it.getKey() + "." + inner));
            });
    return names;
  }

  private static TopicMessage message(String value) {
    return message(bytes(value));
  }

  private static TopicMessage message(byte @Nullable [] value) {
    return new TopicMessage(new MessageOrigin("t", 0, 0, 0), bytes("use_1"), value, List.of());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(TopicMessage message) {
    return new String(message.value(), StandardCharsets.UTF_8);
  }
}
