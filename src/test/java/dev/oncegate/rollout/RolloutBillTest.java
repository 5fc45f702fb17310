package dev.oncegate.rollout;

import static dev.oncegate.core.Samples.destination;
import static dev.oncegate.core.Samples.update;
import static org.assertj.core.api.Assertions.assertThat;

import dev.oncegate.codec.DecisionWriter;
import dev.oncegate.codec.EventWriter;
import dev.oncegate.core.LegacyFlow;
import dev.oncegate.core.Outcome;
import dev.oncegate.core.Samples;
import dev.oncegate.core.SyncGate;
import dev.oncegate.core.TreeOfTheDesign;
import dev.oncegate.core.decide.SendHistory;
import dev.oncegate.core.update.Connected;
import dev.oncegate.core.update.Destination;
import dev.oncegate.core.update.Integrations;
import dev.oncegate.core.update.ProfileUpdate;
import dev.oncegate.core.update.RecordPosition;
import dev.oncegate.pipeline.InMemoryLedger;
import dev.oncegate.pipeline.LedgerBatch;
import dev.oncegate.pipeline.LedgerEntry;
import dev.oncegate.rollout.Bill.BillLine;
import dev.oncegate.rollout.Bill.BillTally;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a bill counts, of decisions, of events of the legacy flow, and of what a ledger knows. */
class RolloutBillTest {
  private static final UUID EVENTS = new UUID(2, 2);
  private static final UUID UPDATES = new UUID(1, 1);
  private static final BillTally NOTHING = new BillTally(0, 0, 0);
  private static final List<Destination> DESTINATIONS =
      List.of(
          destination("dst_all").made(),
          destination("dst_one").dedupesOn("email").oneIdPerEvent().made(),
          destination("dst_profile").dedupesOn("email").made());
  private static final Connected CONNECTED = new Connected(Samples.SPACE, DESTINATIONS);
  private static final Integrations INTEGRATIONS =
      new Integrations(
          List.of(Samples.SPACE),
          DESTINATIONS,
          List.of(
              new Integrations.Connection(
                  "aud_1", DESTINATIONS.stream().map(Destination::id).toList())));

  private record Logged(String decision, @Nullable Integer externalIds) {}

  private final InMemoryLedger ledger = new InMemoryLedger();
  private final List<Logged> decisions = new ArrayList<>();
  private final List<byte[]> events = new ArrayList<>();
  private final RolloutBill bills =
      new RolloutBill(
          (_, receiver) -> {
            decisions.forEach(
                it ->
                    receiver.take(
                        it.decision().getBytes(StandardCharsets.UTF_8), it.externalIds()));
            return 7;
          },
          (_, receiver) -> {
            for (int i = 0; i < events.size(); i++) {
              receiver.take(new RecordPosition(EVENTS, 0, i), events.get(i));
            }
            return 5;
          },
          ledger,
          () -> INTEGRATIONS,
          () -> new RolloutState(Map.of(), List.of()));

  @Test
  void whatTheDedupeFlowHeldBackIsWhatTheLegacyFlowWouldSendMore() {
    decide(update());
    decide(update().messageId("m-2").value(false));
    decide(update().profile("use_2").messageId("m-3").value(false));
    // The first went out to one of two ids; the two others not at all.
    assertThat(all().lines())
        .containsExactly(
            heldBack("dst_one", new BillTally(3, 5, 2)),
            heldBack("dst_profile", new BillTally(2, 2, 2)));
  }

  @Test
  void whoHasNoIdIsSentNothingByEitherFlow() {
    decide(update().withIds());
    assertThat(all().lines()).isEmpty();
  }

  @Test
  void whatWasNotKeptIsABound() {
    log(update().value(false).made(), null);
    decisions.add(new Logged("{}", 1));
    Bill bill = all();
    assertThat(bill.lines()).isEmpty();
    assertThat(bill.uncounted())
        .as("the destination that got all it can get is known")
        .isEqualTo(2);
    assertThat(bill.decisionsNotKept()).isEqualTo(7);
    assertThat(bill.eventsNotKept()).isEqualTo(5);
    assertThat(bill.unreadable()).isEqualTo(1);
    assertThat(bill.allPeople()).isTrue();
  }

  @Test
  void whatTheLegacyFlowSentAgainIsARepeat() {
    remember(update().at("2026-11-01T00:00:00Z").made());
    send(update().messageId("m-2"));
    send(update().messageId("m-3").profile("use_2"));
    send(update().messageId("m-4").profile("use_2").value(false));
    send(update().messageId("m-5").profile("use_2"));
    assertThat(all().lines())
        .containsExactly(
            new BillLine("dst_all", NOTHING, new BillTally(4, 4, 2), NOTHING, 0),
            // use_1 had it before that time, use_2 within it; the exit is no repeat.
            new BillLine("dst_one", NOTHING, new BillTally(4, 8, 2), new BillTally(2, 4, 2), 0),
            new BillLine(
                "dst_profile", NOTHING, new BillTally(4, 4, 2), new BillTally(2, 2, 2), 0));
  }

  @Test
  void whereTheLedgerHasTheSendItselfNobodyCanTellWhetherThereWasOneBefore() {
    send(update());
    remember(update().made());
    assertThat(all().lines())
        .contains(new BillLine("dst_profile", NOTHING, new BillTally(1, 1, 1), NOTHING, 1));
  }

  @Test
  void aGateIsAboutThoseWhomItMoves() {
    for (int i = 0; i < 200; i++) {
      decide(update().profile("use_" + i).messageId("m-" + i).value(false));
    }
    GateScope tier = GateScope.ofTier("business");
    assertThat(heldBackFrom("dst_profile", bills.of(tier, Instant.EPOCH))).isEqualTo(200);
    long moved =
        heldBackFrom(
            "dst_profile", bills.of(new FlowGate(tier, ProfileShare.parse("25")), Instant.EPOCH));
    assertThat(moved).isBetween(120L, 180L);
    assertThat(bills.of(GateScope.ofTier("free"), Instant.EPOCH).lines()).isEmpty();
    assertThat(bills.of(new FlowGate(tier, ProfileShare.ALL), Instant.EPOCH).lines())
        .as("they take the dedupe flow already")
        .isEmpty();
  }

  @Test
  void peopleAreToldApartUpToABound() {
    var people = new DistinctPeople(3_000);
    for (int i = 0; i < 3_000; i++) {
      assertThat(people.add("it", "spa_1", "use_" + i)).isTrue();
      assertThat(people.add("it", "spa_1", "use_" + i)).isFalse();
    }
    assertThat(people.isFull()).isFalse();
    assertThat(people.add("it", "spa_2", "use_1")).isFalse();
    assertThat(people.isFull()).isTrue();
  }

  private static BillLine heldBack(String destination, BillTally tally) {
    return new BillLine(destination, tally, NOTHING, NOTHING, 0);
  }

  private static long heldBackFrom(String destination, Bill bill) {
    return bill.lines().stream()
        .filter(line -> line.destinationId().equals(destination))
        .mapToLong(line -> line.heldBack().people())
        .sum();
  }

  private Bill all() {
    return bills.ofAll(Instant.EPOCH);
  }

  private void decide(Samples.UpdateOf update) {
    ProfileUpdate made = update.made();
    log(made, made.externalIds().size());
  }

  private void log(ProfileUpdate update, @Nullable Integer externalIds) {
    SendHistory nothing = _ -> null;
    Outcome outcome = SyncGate.process(update, CONNECTED, nothing, new TreeOfTheDesign());
    outcome
        .decisions()
        .forEach(
            it -> decisions.add(new Logged(text(DecisionWriter.write(outcome, it)), externalIds)));
  }

  private static String text(byte[] json) {
    return new String(json, StandardCharsets.UTF_8);
  }

  private void send(Samples.UpdateOf update) {
    LegacyFlow.process(update.made(), CONNECTED)
        .forEachEvent(event -> events.add(EventWriter.write(event)));
  }

  private void remember(ProfileUpdate update) {
    var position = new RecordPosition(UPDATES, 0, 7);
    try (LedgerBatch open =
        ledger.open(List.of(new LedgerEntry(update, CONNECTED, position, 0, false)))) {
      Outcome outcome =
          SyncGate.process(update, CONNECTED, open.historyAt(position), new TreeOfTheDesign());
      open.remember(outcome.entries());
      assertThat(open.commit()).isTrue();
    }
  }
}
