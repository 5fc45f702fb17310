package dev.oncegate.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PlainReaderPropertiesTest {
  private static final List<String> FIELDS =
      List.of(
          "\"messageId\": \"m-1\"",
          "\"spaceId\":\"spa_1\"",
          "\"profileId\" : \"use_größe_😀\"",
          "\"computation\": {\"id\": \"aud_1\", \"key\": \"big\", \"name\": \"Über\", \"type\": \"audience\"}",
          "\"computation\": {\"id\": \"tr_1\", \"key\": \"k\", \"type\": \"computed_trait\", \"more\": [1, {\"a\": -0.5e+3}, []]}",
          "\"value\": true",
          "\"value\": null",
          "\"value\": -12.50e3",
          "\"value\": \"gold\"",
          "\"trigger\": {\"reason\": \"value_changed\", \"newExternalIds\": null}",
          "\"trigger\": {\"newExternalIds\": [{\"type\": \"email\", \"id\": \"b\"}], \"reason\": \"new_external_id\"}",
          "\"trigger\": {\"reason\": \"profile_merge\", \"mergedProfiles\": [{\"profileId\": \"use_2\", \"wasMember\": false}]}",
          "\"trigger\": {\"reason\": \"because\"}",
          "\"computedAt\": \"2026-11-22T10:00:00.1234567891+01:30\"",
          "\"externalIds\": [{\"type\": \"email\", \"id\": \"a@x.com\", \"createdAt\": null}, {\"id\": \"u\", \"type\": \"user_id\", \"createdAt\": \"2026-01-01t00:00:00Z\"}]",
          "\"externalIds\": []",
          "\"oncegate\": {\"lineage\": [\"use_2\"], \"other\": true}",
          "\"other\": {\"deep\": [[[]], {}, \"\\u00e4\", 1e999]}",
          "\"other\": [0, -0, 01, +1, .5, 1., nul, \"x]");

  private static final List<String> PIECES =
      List.of(
          "\"",
          "\\",
          "\\n",
          "\\ud83d",
          "{",
          "}",
          "[",
          "]",
          ",",
          ":",
          " ",
          "\t",
          "\u0001",
          "é",
          "0",
          "-",
          ".",
          "e",
          "null",
          "true",
          "{\"a\": 1}",
          "\"type\": \"email\",");

  @Property(tries = 5_000)
  void whatIsReadQuicklyIsWhatTheGeneralParserReads(@ForAll("messages") byte[] message) {
    for (boolean isIdentified : new boolean[] {true, false}) {
      Parsed plain = PlainReader.read(message, isIdentified);
      if (plain != null) {
        assertThat(plain)
            .as(new String(message, StandardCharsets.UTF_8))
            .isEqualTo(UpdateReader.readAny(message, isIdentified));
      }
    }
  }

  @Test
  void anOrdinaryUpdateIsReadQuickly() {
    Random order = new Random(1);
    int quick = 0;
    for (int i = 0; i < 1000; i++) {
      if (PlainReader.read(utf8(whole(order)), true) != null) {
        quick++;
      }
    }
    // Those with a value that their computation cannot have are left to the general parser.
    assertThat(quick).isGreaterThan(500);
  }

  // So many that words which differ only in their beginning, middle or end share a place.
  @Test
  void wordsThatDifferInAnyPlaceAreToldApart() {
    for (int i = 0; i < 5_000; i++) {
      for (String word : List.of("k%04d", "%04dsametail", "samehead%04d", "samehead%04dsametail")) {
        byte[] message = withKey(word.formatted(i));
        assertThat(PlainReader.read(message, true))
            .isNotNull()
            .isEqualTo(UpdateReader.readAny(message, true));
      }
    }
  }

  private static byte[] withKey(String key) {
    return utf8(
        """
        {"messageId": "m", "spaceId": "s", "profileId": "p", "value": true, "externalIds": [],
         "computation": {"id": "c", "key": "%s", "type": "audience"},
         "computedAt": "2026-11-22T10:00:00Z"}"""
            .formatted(key));
  }

  @Test
  void anUpdateWithAnEscapeOrAWrongFieldIsLeftToTheGeneralParser() {
    for (String message :
        List.of(
            "{\"messageId\": \"m\\u002d1\"}", "{\"messageId\": 5}", "{", "", "[]", "{} {}", "{}")) {
      assertThat(PlainReader.read(utf8(message), true)).as(message).isNull();
    }
  }

  @Provide
  Arbitrary<byte[]> messages() {
    return Arbitraries.randomValue(PlainReaderPropertiesTest::message);
  }

  /** Mostly a good update, then altered in up to three places. */
  private static byte[] message(Random random) {
    byte[] message = utf8(whole(random));
    for (int i = random.nextInt(4); i > 0; i--) {
      message = altered(message, random);
    }
    return message;
  }

  private static String whole(Random random) {
    var fields = new ArrayList<String>();
    for (String wanted : List.of("messageId", "spaceId", "profileId", "computedAt")) {
      fields.add(field(wanted, random));
    }
    for (String wanted : List.of("computation", "value", "trigger", "externalIds")) {
      fields.add(field(wanted, random));
    }
    if (random.nextInt(4) == 0) {
      fields.add(FIELDS.get(random.nextInt(FIELDS.size())));
    }
    Collections.shuffle(fields, random);
    return "{" + String.join(random.nextBoolean() ? "," : " ,\n ", fields) + "}";
  }

  private static String field(String name, Random random) {
    List<String> named = FIELDS.stream().filter(field -> field.startsWith("\"" + name)).toList();
    return named.get(random.nextInt(named.size()));
  }

  private static byte[] altered(byte[] message, Random random) {
    int from = random.nextInt(message.length);
    int to = Math.min(message.length, from + random.nextInt(4));
    return switch (random.nextInt(4)) {
      case 0 -> joined(message, from, utf8(PIECES.get(random.nextInt(PIECES.size()))), from);
      case 1 -> joined(message, from, utf8(PIECES.get(random.nextInt(PIECES.size()))), to);
      case 2 -> joined(message, from, null, to);
      default -> joined(message, from, new byte[] {(byte) random.nextInt(256)}, from + 1);
    };
  }

  private static byte[] joined(byte[] message, int end, byte @Nullable [] middle, int start) {
    var out = new ByteArrayOutputStream();
    out.write(message, 0, end);
    if (middle != null) {
      out.write(middle, 0, middle.length);
    }
    out.write(message, start, message.length - start);
    return out.size() == 0 ? message : out.toByteArray();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
