package dev.oncegate.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oncegate.pipeline.ParkedId;
import dev.oncegate.pipeline.Stage;
import dev.oncegate.testkit.EmbeddedBroker;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Partitions are read again, and whoever dedupes gets nothing. The ledger of these lanes forgets
 * all it knew before, so that it is what Kafka has noted that keeps it.
 */
class ReadAgainIT {
  private static final int MESSAGES = 250;

  private static EmbeddedBroker broker;

  @BeforeAll
  static void start() {
    broker = EmbeddedBroker.start();
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  static Stream<Arguments> ways() {
    return Stream.of(
        way("start", rig -> rig.setBack(Stage.SYNC, end -> 0L)),
        way("middle", rig -> rig.setBack(Stage.SYNC, end -> end / 2)),
        way("last", rig -> rig.setBack(Stage.SYNC, end -> end - 3)),
        way("deleted", rig -> rig.deleteGroup(Stage.SYNC)));
  }

  private static Arguments way(String name, Consumer<LaneRig> setBack) {
    return Arguments.of(name, setBack);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("ways")
  void whatWasPublishedGoesOutToNobodyWhoDedupes(String name, Consumer<LaneRig> setBack) {
    try (var rig = new LaneRig(broker, name)) {
      Lanes lanes = rig.start(name);
      rig.awaitInput();
      rig.identified("m-", 0, MESSAGES);
      rig.await(rig.topics.destinationEvents(), MESSAGES);
      lanes.stop(Duration.ofSeconds(5));
      int before = rig.all(rig.topics.destinationEvents()).size();
      for (int attempt = 0; attempt < 2; attempt++) {
        setBack.accept(rig);
        rig.ledger.forget();
        lanes = rig.start(name);
        rig.identified("new-" + attempt + "-", 1000 + attempt, 1001 + attempt);
        rig.awaitSent(1000 + attempt);
        rig.awaitThrough(Stage.SYNC);
        lanes.stop(Duration.ofSeconds(5));
      }
      assertThat(profiles(rig.all(rig.topics.destinationEvents() + "-vip")))
          .containsExactlyInAnyOrderElementsOf(
              Stream.concat(
                      IntStream.range(0, MESSAGES).mapToObj(i -> "p-" + i),
                      Stream.of("p-1000", "p-1001"))
                  .toList());
      assertThat(rig.all(rig.topics.destinationEvents()))
          .as("whoever does not dedupe gets it again")
          .hasSizeGreaterThan(before + 2);
    }
  }

  @Test
  void whatWasPublishedStaysKnownOfAPartitionOfWhichOnlyTheWayOnIsRead() {
    try (var rig = new LaneRig(broker, "abandoned")) {
      Lanes lanes = rig.start("abandoned");
      rig.awaitInput();
      // Longer than what is fetched at once, so that the position goes on without a message.
      rig.abandon(0, 4 * 1024 * 1024);
      rig.identified("m-", 0, MESSAGES);
      rig.await(rig.topics.destinationEvents(), MESSAGES);
      rig.awaitThrough(Stage.SYNC);
      lanes.stop(Duration.ofSeconds(5));
      rig.setBack(Stage.SYNC, end -> 0L);
      rig.ledger.forget();
      rig.start("abandoned");
      rig.await(rig.topics.destinationEvents(), 2 * MESSAGES);
      assertThat(rig.all(rig.topics.destinationEvents() + "-vip")).hasSize(MESSAGES);
    }
  }

  @Test
  void whatTheSlowWayPublishedIsNotPublishedAgainByEitherGroup() {
    try (var rig = new LaneRig(broker, "slow").fanOutLimit(1)) {
      Lanes lanes = rig.start("slow");
      rig.awaitInput();
      rig.identified("m-", 0, MESSAGES);
      rig.await(rig.topics.destinationEvents(), MESSAGES);
      for (Stage stage : List.of(Stage.SYNC, Stage.SYNC_SLOW)) {
        lanes.stop(Duration.ofSeconds(5));
        rig.setBack(stage, end -> 0L);
        rig.ledger.forget();
        int before = rig.all(rig.topics.destinationEvents()).size();
        lanes = rig.start("slow");
        rig.await(rig.topics.destinationEvents(), before + MESSAGES);
      }
      assertThat(rig.all(rig.topics.destinationEvents() + "-vip")).hasSize(MESSAGES);
    }
  }

  @Test
  void whatTheIdentifyStageReadsAgainSaysSoToTheNext() {
    try (var rig = new LaneRig(broker, "identify")) {
      Lanes lanes = rig.start("identify");
      rig.awaitInput();
      for (int i = 0; i < 20; i++) {
        rig.compute("m-" + i, "p-" + i);
      }
      rig.await(rig.topics.destinationEvents(), 20);
      lanes.stop(Duration.ofSeconds(5));
      rig.setBack(Stage.IDENTIFY, end -> 0L);
      rig.ledger.forget();
      rig.start("identify");
      rig.compute("m-20", "p-20");
      rig.await(rig.topics.destinationEvents(), 41);
      assertThat(rig.all(rig.topics.destinationEvents() + "-vip")).hasSize(21);
    }
  }

  @Test
  void aRetryOfWhatIsParkedIsNew() {
    try (var rig = new LaneRig(broker, "retry")) {
      rig.start("retry");
      rig.awaitInput();
      String parked = LaneRig.update("m-1", "p-1", "{\"reason\": \"full_moon\"}");
      rig.send(rig.topics.computeOutput(), "p-1", LaneRig.bytes(parked));
      ConsumerRecord<byte[], byte[]> first = rig.await(rig.topics.syncParked(), 1).getFirst();
      rig.retry(new ParkedId(first.partition(), first.offset()));
      assertThat(rig.await(rig.topics.syncParked(), 2)).hasSize(2);
    }
  }

  private static List<String> profiles(List<ConsumerRecord<byte[], byte[]>> messages) {
    return messages.stream().map(it -> LaneRig.text(it.key())).toList();
  }
}
