package dev.oncegate.core;

import static dev.oncegate.core.Samples.destination;
import static dev.oncegate.core.Samples.id;
import static dev.oncegate.core.Samples.mergeOf;
import static dev.oncegate.core.Samples.newIds;
import static dev.oncegate.core.Samples.update;
import static org.assertj.core.api.Assertions.assertThat;

import dev.oncegate.codec.EventWriter;
import dev.oncegate.core.event.Flow;
import dev.oncegate.core.event.OutboundEvent;
import dev.oncegate.core.update.Destination;
import dev.oncegate.core.update.Trigger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LegacyFlowTest {

  @Test
  void destinationsShareAnEventWithEveryIdWhateverTheyDedupeOn() {
    List<OutboundEvent> events =
        events(update(), destination("dst_2").dedupesOn("email"), destination("dst_1"));
    assertThat(events).hasSize(1);
    assertThat(events.getFirst().destinations())
        .extracting(Destination::id)
        .containsExactly("dst_1", "dst_2");
    assertThat(Gate.said(events.getFirst().ids())).isEqualTo("[email:a@x.com user_id:u-7]");
  }

  @Test
  void everyUpdateIsSentWhateverItsTriggerAndAlsoAnExit() {
    List<Samples.UpdateOf> updates =
        List.of(
            update(),
            update().value(false),
            update().because(new Trigger.Unknown()),
            update().because(newIds(id("phone", "1"))),
            update().because(mergeOf(new Trigger.Merged("use_2", true))));
    assertThat(updates)
        .allSatisfy(
            update ->
                assertThat(events(update, destination("dst_1").dedupesOn("email"))).hasSize(1));
  }

  @Test
  void withoutAnExternalIdNothingIsSent() {
    assertThat(events(update().withIds(), destination("dst_1"))).isEmpty();
  }

  @Test
  void callsAndIdsPerEventAreTheDestinations() {
    assertThat(
            events(
                update(),
                destination("dst_1"),
                destination("dst_2").identifies(),
                destination("dst_3").oneIdPerEvent()))
        .extracting(
            event ->
                event.call().word()
                    + " "
                    + event.destinations().getFirst().id()
                    + " "
                    + Gate.said(event.ids()))
        .containsExactly(
            "track dst_1 [email:a@x.com user_id:u-7]",
            "identify dst_2 [email:a@x.com user_id:u-7]",
            "track dst_3 [email:a@x.com]",
            "track dst_3 [user_id:u-7]");
  }

  @Test
  void anEventSaysThatItIsOfTheLegacyFlowAndNamesNoRulebook() {
    OutboundEvent event = events(update(), destination("dst_1")).getFirst();
    assertThat(event.flow()).isEqualTo(Flow.LEGACY);
    assertThat(new String(EventWriter.write(event), StandardCharsets.UTF_8))
        .endsWith(
            "\"oncegate\":{\"sourceMessageId\":\"m-1\","
                + "\"idGroup\":\"f52aa7a123c74155282f55efa7cc003b\",\"flow\":\"legacy\"}}");
  }

  @Test
  void whoDoesNotDedupeGetsTheSameEventOfBothFlowsBesidesWhoDecided() {
    Samples.DestinationOf all = destination("dst_1");
    assertThat(written(events(update(), all).getFirst()))
        .isEqualTo(
            written(new Gate(all).events(update()).getFirst())
                .replace(",\"rulebook\":\"5d41402abc4b2a76\",\"flow\":\"dedupe\"", LEGACY));
  }

  private static final String LEGACY = ",\"flow\":\"legacy\"";

  private static String written(OutboundEvent event) {
    return new String(EventWriter.write(event), StandardCharsets.UTF_8);
  }

  private static List<OutboundEvent> events(
      Samples.UpdateOf update, Samples.DestinationOf... destinations) {
    var made = new ArrayList<Destination>();
    for (Samples.DestinationOf it : destinations) {
      made.add(it.made());
    }
    var events = new ArrayList<OutboundEvent>();
    LegacyFlow.process(update.made(), Samples.connected(made.toArray(Destination[]::new)))
        .forEachEvent(events::add);
    return events;
  }
}
