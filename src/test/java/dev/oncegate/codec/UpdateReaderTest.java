package dev.oncegate.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oncegate.core.update.Computation;
import dev.oncegate.core.update.ExternalId;
import dev.oncegate.core.update.ProfileUpdate;
import dev.oncegate.core.update.Rfc3339;
import dev.oncegate.core.update.Trigger;
import dev.oncegate.core.update.Value;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UpdateReaderTest {
  private static final String WHOLE =
      """
      {"messageId": "m-1", "spaceId": "spa_1", "profileId": "use_1",
       "computation": {"id": "aud_1", "key": "big_spenders", "name": "Big spenders", "type": "audience"},
       "value": true,
       "trigger": {"reason": "value_changed"},
       "computedAt": "2026-11-22T10:00:00.000Z",
       "externalIds": [{"type": "email", "id": "a@x.com", "createdAt": "2026-01-01T00:00:00Z"}]}""";

  @Test
  void everyFieldOfAnUpdateIsRead() {
    assertThat(good(WHOLE))
        .isEqualTo(
            new ProfileUpdate(
                "m-1",
                "spa_1",
                "use_1",
                new Computation("aud_1", "big_spenders", Computation.Type.AUDIENCE),
                new Value.Flag(true),
                new Trigger.ValueChanged(),
                Rfc3339.parse("2026-11-22T10:00:00Z"),
                List.of(new ExternalId("email", "a@x.com", Rfc3339.parse("2026-01-01T00:00:00Z"))),
                List.of()));
  }

  @Test
  void aNewExternalIdTriggerNamesTheIds() {
    String message =
        WHOLE.replace(
            "{\"reason\": \"value_changed\"}",
            "{\"newExternalIds\": [{\"type\": \"email\", \"id\": \"b\"}], \"reason\": \"new_external_id\"}");
    assertThat(good(message).trigger())
        .isEqualTo(new Trigger.NewExternalId(List.of(new ExternalId("email", "b", null))));
  }

  @Test
  void aMergeTriggerNamesTheProfilesAndWhetherTheyWereMembers() {
    String message =
        WHOLE.replace(
            "{\"reason\": \"value_changed\"}",
            "{\"reason\": \"profile_merge\", \"mergedProfiles\": [{\"profileId\": \"use_2\", \"wasMember\": false}]}");
    assertThat(good(message).trigger())
        .isEqualTo(new Trigger.ProfileMerge(List.of(new Trigger.Merged("use_2", false))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "5",
        "\"value_changed\"",
        "{}",
        "{\"reason\": \"other\"}",
        "{\"reason\": 7}"
      })
  void aMissingOrUnknownTriggerIsTheTriggerUnknown(String trigger) {
    assertThat(good(WHOLE.replace("{\"reason\": \"value_changed\"}", trigger)).trigger())
        .isEqualTo(new Trigger.Unknown());
    assertThat(good(WHOLE.replace("\"trigger\"", "\"other\"")).trigger())
        .isEqualTo(new Trigger.Unknown());
  }

  @Test
  void theSameIdTwiceCountsOnceWithItsNewestCreation() {
    String message =
        WHOLE.replace(
            "\"externalIds\": [",
            "\"externalIds\": [{\"type\": \"email\", \"id\": \"a@x.com\", \"createdAt\": \"2026-01-01T00:00:00.000000001Z\"},"
                + " {\"type\": \"email\", \"id\": \"a@x.com\"}, ");
    assertThat(good(message).externalIds())
        .containsExactly(
            new ExternalId("email", "a@x.com", Rfc3339.parse("2026-01-01T00:00:00.000000001Z")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "messageId": "m-1"      | "messageId": 1              | messageId: must be a string, found a number
          "messageId": "m-1"      | "messageId": ""             | messageId: must not be empty
          "messageId": "m-1"      | "messageId": null           | messageId: must be a string, found null
          "messageId": "m-1",     | ``                          | messageId: missing
          "spaceId": "spa_1",     | ``                          | spaceId: missing
          "profileId": "use_1",   | ``                          | profileId: missing
          "use_1"                 | "use\\u0000"                | profileId: must not contain the control character U+0000
          "use_1"                 | "use\\n"                    | profileId: must not contain the control character U+000A
          "messageId": "m-1"      | "messageId": "m\\u0085"       | messageId: must not contain the control character U+0085
          "key": "big_spenders"   | "key": "big\\u001f"           | computation.key: must not contain the control character U+001F
          "a@x.com"               | "a@x.com\\t"                  | externalIds[0].id: must not contain the control character U+0009
          "use_1"                 | "use\\ud83d"                | profileId: must not contain half of a character (a lone surrogate)
          "spaceId": "spa_1"      | "messageId": "m-2"          | messageId: is given twice
          "id": "aud_1",          | ``                          | computation.id: missing
          "key": "big_spenders",  | ``                          | computation.key: missing
          "type": "audience"      | "type": "list"              | computation.type: must be audience, journey, computed_trait or sql_trait, found "list"
          "type": "audience"      | "type2": "audience"         | computation.type: missing
          "value": true           | "value": "yes"              | value: must be true or false for a computation of type audience
          "value": true           | "value": {}                 | value: must be a JSON scalar or null, found an object
          "value": true           | "value": 1e99999999999      | value: is a number out of any range: "1e99999999999"
          "value": true,          | ``                          | value: missing
          10:00:00.000Z           | 25:00:00Z                   | computedAt: must be an RFC 3339 instant such as 2026-11-22T10:00:00.000Z, found "2026-11-22T25:00:00Z"
          "2026-01-01T00:00:00Z"  | 5                           | externalIds[0].createdAt: must be an RFC 3339 instant, found a number
          "id": "a@x.com",        | ``                          | externalIds[0].id: missing
          "externalIds"           | "ids"                       | externalIds: missing
          {"reason": "value_changed"} | {"reason": "new_external_id"} | trigger.newExternalIds: missing
          {"reason": "value_changed"} | {"reason": "profile_merge", "mergedProfiles": [{"profileId": "p"}]} | trigger.mergedProfiles[0].wasMember: missing
          """)
  void aBadFieldIsNamed(String old, String replacement, String sentence) {
    assertThat(bad(WHOLE.replace(old, replacement).getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(sentence);
  }

  @Test
  void whatIsNotJsonSaysSo() {
    assertThat(bad("{\"messageId\": ".getBytes(StandardCharsets.UTF_8))).startsWith("not JSON: ");
    assertThat(bad("[1]".getBytes(StandardCharsets.UTF_8)))
        .isEqualTo("must be a JSON object, found an array");
    assertThat(bad(new byte[0])).isEqualTo("must be a JSON object, found nothing");
    assertThat(bad((WHOLE + "{}").getBytes(StandardCharsets.UTF_8)))
        .isEqualTo("more follows after the JSON object");
    assertThat(bad(WHOLE.getBytes(StandardCharsets.UTF_16))).startsWith("not UTF-8");
  }

  @Test
  void whatIsNotUtf8SaysSo() {
    byte[] message = WHOLE.getBytes(StandardCharsets.UTF_8);
    message[WHOLE.indexOf("use_1")] = (byte) 0xC3;
    assertThat(bad(message)).contains("UTF-8");
  }

  @Test
  void fiveMegabytesOfGarbageAreRefused() {
    byte[] garbage = new byte[5 * 1024 * 1024];
    Arrays.fill(garbage, (byte) '[');
    assertThat(bad(garbage)).startsWith("must be a JSON object");
    Arrays.fill(garbage, (byte) 'x');
    assertThat(bad(garbage)).startsWith("not JSON: ").hasSizeLessThan(500);
  }

  @Test
  void identifyingAMessageLeavesAllOtherBytesAsTheyAre() {
    String message =
        WHOLE.replace("\"value\"", "\"extra\": [1.10, {\"deep\": \"\\u00e9\"}], \"value\"");
    var parsed = (Parsed.Valid) UpdateReader.computed(message.getBytes(StandardCharsets.UTF_8));
    byte[] identified =
        IdentifiedWriter.write(
            message.getBytes(StandardCharsets.UTF_8),
            parsed.layout(),
            "use_\"9",
            List.of(),
            List.of(new ExternalId("phone", "+1", null)));
    assertThat(new String(identified, StandardCharsets.UTF_8))
        .isEqualTo(
            message
                .replace("\"use_1\"", "\"use_\\\"9\"")
                .replaceAll(
                    "\\[\\{\"type\": \"email\".*]", "[{\"type\":\"phone\",\"id\":\"+1\"}]"));
  }

  @Test
  void identifyingAMessageWithoutIdsAddsThemAtItsEnd() {
    String message = WHOLE.replaceAll(",\\s*\"externalIds\".*]", "");
    var parsed = (Parsed.Valid) UpdateReader.computed(message.getBytes(StandardCharsets.UTF_8));
    byte[] identified =
        IdentifiedWriter.write(
            message.getBytes(StandardCharsets.UTF_8),
            parsed.layout(),
            "use_1",
            List.of(),
            List.of(new ExternalId("email", "a", Rfc3339.parse("2026-01-01T00:00:00+01:00"))));
    assertThat(new String(identified, StandardCharsets.UTF_8))
        .isEqualTo(
            message.substring(0, message.length() - 1)
                + ",\"externalIds\":[{\"type\":\"email\",\"id\":\"a\",\"createdAt\":\"2025-12-31T23:00:00.000Z\"}]}");
  }

  @Test
  void whoWasMergedIntoAProfileIsWrittenAtTheEndAndRead() {
    String message = WHOLE.replaceAll(",\\s*\"externalIds\".*]", "");
    var parsed = (Parsed.Valid) UpdateReader.computed(message.getBytes(StandardCharsets.UTF_8));
    byte[] identified =
        IdentifiedWriter.write(
            message.getBytes(StandardCharsets.UTF_8),
            parsed.layout(),
            "use_9",
            List.of("use_1", "use_2"),
            List.of());
    String text = new String(identified, StandardCharsets.UTF_8);
    assertThat(text)
        .endsWith(",\"externalIds\":[],\"oncegate\":{\"lineage\":[\"use_1\",\"use_2\"]}}");
    assertThat(good(text).lineage()).containsExactly("use_1", "use_2");
  }

  @Test
  void whatOnlyTheIdentifyStageSaysIsNotTakenFromTheEngine() {
    String message = WHOLE.replaceFirst("\\{", "{\"oncegate\": {\"lineage\": [\"use_2\"]},");
    assertThat(UpdateReader.computed(message.getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(
            new Parsed.Invalid(
                "oncegate", "must not come from outside, since the identify stage adds it"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "   ", "\u00a0\u3000", "\u200b\u2060\ufeff", "\\t\\n\\u0000"})
  void anIdOfWhichNothingIsSeenIsNoId(String blank) {
    String none = "{\"type\": \"phone\", \"id\": \"" + blank + "\"}";
    var parsed =
        (Parsed.Valid)
            UpdateReader.identified(
                WHOLE
                    .replace("\"externalIds\": [", "\"externalIds\": [" + none + ", ")
                    .replace(
                        "{\"reason\": \"value_changed\"}",
                        "{\"reason\": \"new_external_id\", \"newExternalIds\": [" + none + "]}")
                    .getBytes(StandardCharsets.UTF_8));
    assertThat(parsed.blankIds()).isEqualTo(2);
    assertThat(parsed.update().externalIds()).extracting(ExternalId::id).containsExactly("a@x.com");
    assertThat(parsed.update().trigger()).isEqualTo(new Trigger.NewExternalId(List.of()));
  }

  @Test
  void aBadIdIsNamedByItsPlaceBlankOnesCounted() {
    String message =
        WHOLE.replace(
            "\"externalIds\": [",
            "\"externalIds\": [{\"type\": \"phone\", \"id\": \" \"}, {\"type\": \"\", \"id\": \"a\"}, ");
    assertThat(bad(message.getBytes(StandardCharsets.UTF_8)))
        .isEqualTo("externalIds[1].type: must not be empty");
  }

  private static ProfileUpdate good(String message) {
    Parsed parsed = UpdateReader.identified(message.getBytes(StandardCharsets.UTF_8));
    assertThat(parsed).isInstanceOf(Parsed.Valid.class);
    return ((Parsed.Valid) parsed).update();
  }

  private static String bad(byte[] message) {
    Parsed parsed = UpdateReader.identified(message);
    assertThat(parsed).isInstanceOf(Parsed.Invalid.class);
    return ((Parsed.Invalid) parsed).sentence();
  }
}
