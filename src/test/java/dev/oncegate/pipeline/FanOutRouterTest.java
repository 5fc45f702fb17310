package dev.oncegate.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oncegate.codec.MessageOrigin;
import dev.oncegate.codec.TopicMessage;
import dev.oncegate.core.Samples;
import dev.oncegate.core.event.Flow;
import dev.oncegate.core.update.RecordPosition;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class FanOutRouterTest {
  private static final UUID TOPIC = new UUID(1, 1);
  private static final ProfileHold.HeldProfile BIG = new ProfileHold.HeldProfile("spa_1", "big");

  private final InMemoryHolds holds = new InMemoryHolds();
  private final FanOutRouter router = new FanOutRouter(holds, 3);

  @Test
  void anUpdateOverTheLimitTakesTheSlowWayAndSoDoLaterOnesOfItsProfileAlone() {
    assertThat(
            forwarded(
                update("big", 4, 1),
                update("big", 5, 4),
                update("big", 6, 1),
                update("small", 7, 1)))
        .containsExactly(false, true, true, false);
    assertThat(holds.of(TOPIC, List.of(0))).containsExactly(new ProfileHold(0, BIG, 5, 6));
  }

  @Test
  void anUpdateAsLargeAsTheLimitDoesNot() {
    assertThat(forwarded(update("big", 5, 3))).containsExactly(false);
  }

  @Test
  void aHoldOfAnEarlierBatchCounts() {
    holds.hold(TOPIC, List.of(new ProfileHold(0, BIG, 5, 5)));
    assertThat(forwarded(update("big", 9, 1))).containsExactly(true);
    holds.release(TOPIC, 0, 5);
    assertThat(holds.isEmpty()).as("the later one still needs it").isFalse();
    holds.release(TOPIC, 0, 9);
    assertThat(holds.isEmpty()).isTrue();
  }

  @Test
  void aHoldThatARolledBackAttemptLeftDoesNotConcernTheUpdatesBeforeIt() {
    holds.hold(TOPIC, List.of(new ProfileHold(0, BIG, 5, 8)));
    assertThat(forwarded(update("big", 4, 1), update("big", 5, 1), update("big", 6, 1)))
        .containsExactly(false, false, true);
  }

  @Test
  void whatIsParkedIsNeitherForwardedNorAsksForHolds() {
    SyncItem.ToDecide update = update("big", 5, 9);
    var parked = new SyncItem.ToPark(update.message(), ParkReason.noValue(), update.entry());
    assertThat(router.route(List.of(parked))).containsExactly(parked);
    assertThat(holds.isEmpty()).isTrue();
  }

  private List<Boolean> forwarded(SyncItem... items) {
    return router.route(List.of(items)).stream().map(SyncItem.ToForward.class::isInstance).toList();
  }

  private static SyncItem.ToDecide update(String profile, long offset, int events) {
    var position = new RecordPosition(TOPIC, 0, offset);
    var update = Samples.update().profile(profile).made();
    var connected = Samples.connected();
    var message = new TopicMessage(new MessageOrigin("b", 0, offset, 0), null, null, List.of());
    return new SyncItem.ToDecide(
        new InputMessage(message, position, false, null),
        Flow.DEDUPE,
        update,
        connected,
        new LedgerEntry(update, connected, position, 0, false),
        new OutputSize(events, null));
  }
}
