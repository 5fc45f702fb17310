package dev.oncegate.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oncegate.json.Parsed;
import dev.oncegate.json.UpdateReader;
import dev.oncegate.kafka.Cordon.Cordoned;
import dev.oncegate.kafka.Cordon.Profile;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class DetourTest {
  private static final UUID TOPIC = new UUID(1, 1);
  private static final Profile BIG = new Profile("spa", "big");

  private final TableCordon cordon = new TableCordon();
  private final Detour detour =
      new Detour(
          cordon,
          new TopicBook(Map.of(), new Topics("a", "b", "c", "d", "e", "f", "g", "h"), 1, 1000),
          3);

  @Test
  void anUpdateOverTheLimitTakesTheSlowWayAndSoDoLaterOnesOfItsProfileAlone() {
    SyncCase before = update("big", 4, 1);
    SyncCase large = update("big", 5, 4);
    SyncCase later = update("big", 6, 1);
    SyncCase other = update("small", 7, 1);
    detour.entered(List.of(before, large, later, other));
    assertThat(List.of(before, large, later, other).stream().map(SyncCase::isElsewhere))
        .containsExactly(false, true, true, false);
    assertThat(cordon.standing(TOPIC, List.of(0))).containsExactly(new Cordoned(0, BIG, 5, 6));
  }

  @Test
  void anUpdateAsLargeAsTheLimitDoesNot() {
    // Two destinations: an event for the one, and one for each id at the other.
    SyncCase atLimit = update("big", 5, 2);
    detour.entered(List.of(atLimit));
    assertThat(atLimit.isElsewhere()).isFalse();
  }

  @Test
  void aCordonOfAnEarlierBatchStands() {
    cordon.raise(TOPIC, List.of(new Cordoned(0, BIG, 5, 5)));
    SyncCase later = update("big", 9, 1);
    detour.entered(List.of(later));
    assertThat(later.isElsewhere()).isTrue();
    cordon.lift(TOPIC, 0, 5);
    assertThat(cordon.isEmpty()).as("the later one still needs it").isFalse();
    cordon.lift(TOPIC, 0, 9);
    assertThat(cordon.isEmpty()).isTrue();
  }

  @Test
  void aCordonThatARolledBackAttemptLeftDoesNotConcernTheUpdatesBeforeIt() {
    cordon.raise(TOPIC, List.of(new Cordoned(0, BIG, 5, 8)));
    SyncCase before = update("big", 4, 1);
    SyncCase itself = update("big", 5, 1);
    SyncCase after = update("big", 6, 1);
    detour.entered(List.of(before, itself, after));
    assertThat(List.of(before, itself, after).stream().map(SyncCase::isElsewhere))
        .containsExactly(false, false, true);
  }

  private static SyncCase update(String profile, long offset, int ids) {
    var array = new StringBuilder();
    for (int i = 0; i < ids; i++) {
      array.append(i == 0 ? "" : ",");
      array.append("{\"type\": \"email\", \"id\": \"%d@x.com\"}".formatted(i));
    }
    String text =
        LaneRig.update("m-" + offset, profile)
            .replaceFirst("\\{", "{\"externalIds\": [" + array + "],");
    byte[] bytes = LaneRig.bytes(text);
    if (!(UpdateReader.identified(bytes) instanceof Parsed.Valid good)) {
      throw new IllegalArgumentException(text);
    }
    var message = new ConsumerRecord<>("b", 0, offset, LaneRig.bytes(profile), bytes);
    return new SyncCase(
        new Batch(List.of(message), TOPIC, CompletableFuture.completedFuture(TOPIC), Map.of()),
        message,
        good.update(),
        LaneRig.INTEGRATIONS.connectedTo(good.update()),
        new LaneRig.Sketch());
  }
}
