package dev.oncegate.codec;

import static dev.oncegate.core.Samples.destination;
import static dev.oncegate.core.Samples.id;
import static dev.oncegate.core.Samples.newIds;
import static dev.oncegate.core.Samples.update;
import static org.assertj.core.api.Assertions.assertThat;

import dev.oncegate.core.Gate;
import dev.oncegate.core.Samples;
import dev.oncegate.core.event.OutboundEvent;
import dev.oncegate.core.update.Value;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventWriterTest {

  @Test
  void theDesignsExampleIsWrittenByteByByte() {
    List<OutboundEvent> events =
        new Gate(
                destination("dst_sendgrid").dedupesOn("email", "user_id"), destination("dst_braze"))
            .events(update().because(newIds(id("email", "a@x.com"))));
    assertThat(events).hasSize(1);
    assertThat(written(events.getFirst()))
        .isEqualTo(
            """
            {"messageId":"og-%s","type":"track","event":"Audience Entered",\
            "userId":"u-7",\
            "properties":{"audience_key":"big_spenders","big_spenders":true},\
            "context":{\
            "externalIds":[{"type":"email","id":"a@x.com"},{"type":"user_id","id":"u-7"}],\
            "personas":{"computation_class":"audience","computation_id":"aud_1",\
            "computation_key":"big_spenders","space_id":"spa_1","profile_id":"use_1"}},\
            "integrations":{"All":false,"dst_braze":true,"dst_sendgrid":true},\
            "timestamp":"2026-11-22T10:00:00.000Z",\
            "oncegate":{"sourceMessageId":"m-1","idGroup":"f52aa7a123c74155282f55efa7cc003b",\
            "rulebook":"5d41402abc4b2a76","flow":"dedupe"}}"""
                .formatted(events.getFirst().messageId().substring(3)));
  }

  @Test
  void anExitSaysFalse() {
    assertThat(written(update().value(false)))
        .contains("\"event\":\"Audience Exited\"")
        .contains("\"properties\":{\"audience_key\":\"big_spenders\",\"big_spenders\":false}");
  }

  @Test
  void aTraitIsComputed() {
    assertThat(written(update().of(Samples.LIFETIME_VALUE).value(new Value.Numeric("12.50"))))
        .contains("\"event\":\"Trait Computed\"")
        .contains("\"properties\":{\"trait_key\":\"lifetime_value\",\"lifetime_value\":12.50}")
        .contains("\"computation_class\":\"computed_trait\"");
    assertThat(written(update().of(Samples.LIFETIME_VALUE).value((String) null)))
        .contains("\"lifetime_value\":null}");
  }

  @Test
  void anIdentifyHasTraitsAndNoEventName() {
    OutboundEvent event = new Gate(destination("dst_1").identifies()).events(update()).getFirst();
    assertThat(written(event))
        .contains("\"type\":\"identify\",\"userId\":\"u-7\",\"traits\":{\"big_spenders\":true},")
        .doesNotContain("properties")
        .doesNotContain("\"event\"");
  }

  @Test
  void anAnonymousIdTakesThePlaceOfTheUserId() {
    assertThat(written(update().withIds(id("anonymous_id", "x"))))
        .contains("\"anonymousId\":\"x\"")
        .doesNotContain("userId");
    assertThat(written(update().withIds(id("email", "x"))))
        .doesNotContain("anonymousId")
        .doesNotContain("userId");
  }

  @Test
  void theTimestampIsComputedAtInUtcWithAtLeastMilliseconds() {
    assertThat(written(update().at("2026-11-22T12:00:00+02:00")))
        .contains("\"timestamp\":\"2026-11-22T10:00:00.000Z\"");
    assertThat(written(update().at("2026-11-22T10:00:00.123456Z")))
        .contains("\"timestamp\":\"2026-11-22T10:00:00.123456Z\"");
  }

  @Test
  void textBeyondAsciiIsWrittenAsItIs() {
    assertThat(written(update().withIds(id("email", "ü\"\uD83D\uDE00"))))
        .contains("{\"type\":\"email\",\"id\":\"ü\\\"\uD83D\uDE00\"}");
  }

  @Test
  void anEventIsWrittenTheSameWhateverWasWrittenBefore() throws InterruptedException {
    List<OutboundEvent> events = eventsOfAllSorts();
    var alone = new ArrayList<byte[]>();
    for (OutboundEvent event : events) {
      Thread fresh = Thread.ofPlatform().start(() -> alone.add(EventWriter.write(event)));
      fresh.join();
    }
    for (int before = 0; before < events.size(); before++) {
      for (int i = 0; i < events.size(); i++) {
        byte[] _ = EventWriter.write(events.get(before));
        assertThat(EventWriter.write(events.get(i)))
            .asString(StandardCharsets.UTF_8)
            .isEqualTo(new String(alone.get(i), StandardCharsets.UTF_8));
      }
    }
  }

  private static List<OutboundEvent> eventsOfAllSorts() {
    var events = new ArrayList<OutboundEvent>();
    for (Samples.UpdateOf update :
        List.of(
            update(),
            update().messageId("m-2"),
            update().profile("use_2").value(false),
            update().of(Samples.LIFETIME_VALUE).value("gold").at("2026-11-23T10:00:00Z"),
            update().withIds(id("email", "b"), id("anonymous_id", "y")))) {
      events.addAll(
          new Gate(
                  destination("dst_1"),
                  destination("dst_2").identifies(),
                  destination("dst_3").oneIdPerEvent(),
                  destination("dst_4").dedupesOn("email"))
              .events(update));
    }
    OutboundEvent first = events.getFirst();
    events.add(decidedBy("0123", first));
    return events;
  }

  /** The same event of the same update, had another rulebook decided. */
  private static OutboundEvent decidedBy(String rulebook, OutboundEvent event) {
    return new OutboundEvent(
        event.messageId(),
        event.update(),
        event.call(),
        event.route(),
        event.userId(),
        event.anonymousId(),
        event.ids(),
        event.destinations(),
        event.idGroup(),
        event.flow(),
        rulebook);
  }

  private static String written(Samples.UpdateOf update) {
    return written(new Gate(destination("dst_1")).events(update).getFirst());
  }

  private static String written(OutboundEvent event) {
    return new String(EventWriter.write(event), StandardCharsets.UTF_8);
  }
}
