package dev.oncegate.pipeline;

import static dev.oncegate.core.Samples.destination;
import static dev.oncegate.core.Samples.update;
import static org.assertj.core.api.Assertions.assertThat;

import dev.oncegate.codec.EventWriter;
import dev.oncegate.core.Gate;
import dev.oncegate.core.LegacyFlow;
import dev.oncegate.core.Outcome;
import dev.oncegate.core.Samples;
import dev.oncegate.core.SyncGate;
import dev.oncegate.core.TreeOfTheDesign;
import dev.oncegate.core.decide.Decision;
import dev.oncegate.core.update.Connected;
import dev.oncegate.core.update.Destination;
import dev.oncegate.core.update.Integrations;
import dev.oncegate.core.update.RecordPosition;
import dev.oncegate.core.update.Value;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What the ledger learns of what went out while the kill switch was thrown. */
class LedgerCatchUpTest {
  private static final UUID EVENTS = new UUID(2, 2);
  private static final UUID UPDATES = new UUID(1, 1);
  private static final List<Destination> DESTINATIONS =
      List.of(
          destination("dst_all").made(),
          destination("dst_one").dedupesOn("email").oneIdPerEvent().made(),
          destination("dst_profile").dedupesOn("email").made(),
          destination("dst_address").dedupesOn("email").oncePerAddress().made());
  private static final Integrations INTEGRATIONS =
      new Integrations(
          List.of(Samples.SPACE), DESTINATIONS, List.of(connection("aud_1"), connection("tra_1")));

  private final InMemoryLedger ledger = new InMemoryLedger();
  private final List<byte[]> events = new ArrayList<>();

  @Test
  void whatTheLegacyFlowSentIsNotSentAgain() {
    publish(LegacyFlow.process(update().made(), connected()));
    // One event to three destinations, and one for each of two ids.
    assertThat(caughtUp()).isEqualTo(new LedgerCatchUp.CaughtUp(3, 1, 3, 0, 5));
    assertThat(decided(update().messageId("m-2")))
        .containsExactly(
            "DROP already_sent",
            "SEND not_deduped [email:a@x.com user_id:u-7]",
            "DROP already_sent",
            "DROP already_sent");
    assertThat(decided(update().profile("use_2").messageId("m-3")))
        .containsExactly(
            "DROP already_sent",
            "SEND not_deduped [email:a@x.com user_id:u-7]",
            "SEND entered [email:a@x.com]",
            "SEND entered [email:a@x.com]");
  }

  @Test
  void toDoItAgainChangesNothing() {
    publish(LegacyFlow.process(update().made(), connected()));
    LedgerCatchUp.CaughtUp first = caughtUp();
    assertThat(caughtUp()).isEqualTo(first);
    assertThat(decided(update().messageId("m-2"))).contains("DROP already_sent");
  }

  @Test
  void aTraitIsRememberedByItsValue() {
    Samples.UpdateOf trait =
        update().of(Samples.LIFETIME_VALUE).value(new Value.Numeric("12345678901234567890.50"));
    publish(LegacyFlow.process(trait.made(), connected()));
    caughtUp();
    assertThat(decided(trait.messageId("m-2"))).contains("DROP already_sent");
    assertThat(decided(trait.value(new Value.Numeric("12345678901234567890.25"))))
        .contains("SEND entered [email:a@x.com]");
  }

  @Test
  void eventsOfTheDedupeFlowAndWhatIsNoEventArePassedOver() {
    publish(SyncGate.process(update().made(), connected(), key -> null, new TreeOfTheDesign()));
    events.add("{}".getBytes(StandardCharsets.UTF_8));
    assertThat(caughtUp()).isEqualTo(new LedgerCatchUp.CaughtUp(0, 0, 0, 1, 5));
  }

  @Test
  void profilesThatBecomeOneMeanwhileAreRememberedOnce() {
    publish(LegacyFlow.process(update().made(), connected()));
    ledger.merges(2);
    assertThat(caughtUp().remembered()).isEqualTo(3);
  }

  private LedgerCatchUp.CaughtUp caughtUp() {
    return new LedgerCatchUp(
            (_, receiver) -> {
              for (int i = 0; i < events.size(); i++) {
                receiver.take(new RecordPosition(EVENTS, 0, i), events.get(i));
              }
              return 5;
            },
            ledger,
            () -> INTEGRATIONS)
        .since(Instant.EPOCH);
  }

  private void publish(Outcome outcome) {
    outcome.forEachEvent(event -> events.add(EventWriter.write(event)));
  }

  /** By destination id: address, all, one, profile. */
  private List<String> decided(Samples.UpdateOf update) {
    var position = new RecordPosition(UPDATES, 0, 7);
    try (LedgerBatch open =
        ledger.open(List.of(new LedgerEntry(update.made(), connected(), position, 0, false)))) {
      List<Decision> decisions =
          SyncGate.process(
                  update.made(), connected(), open.historyAt(position), new TreeOfTheDesign())
              .decisions();
      return decisions.stream().map(Gate::said).toList();
    }
  }

  private static Connected connected() {
    return new Connected(Samples.SPACE, DESTINATIONS);
  }

  private static Integrations.Connection connection(String computation) {
    return new Integrations.Connection(
        computation, DESTINATIONS.stream().map(Destination::id).toList());
  }
}
