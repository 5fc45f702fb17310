package dev.oncegate.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oncegate.pipeline.Stage;
import dev.oncegate.pipeline.StepProbe;
import dev.oncegate.testkit.Await;
import dev.oncegate.testkit.EmbeddedBroker;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Somebody deletes a topic that lanes read, and makes another of its name. */
class TopicMadeAgainIT {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final int BEFORE = 300;
  private static final int AGAIN = 40;

  private static EmbeddedBroker broker;

  @BeforeAll
  static void start() {
    broker = EmbeddedBroker.start();
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  // The topic has two partitions before.
  @ParameterizedTest
  @CsvSource({
    "1, 0, few",
    "2, 0, few",
    "4, 0, few",
    "2, 0, many",
    "1, 0, many",
    "2, 3000, few",
    "4, 3000, many"
  })
  void whileLanesAreUpNobodyIsSentTheMessageAgainAndNothingIsMissing(
      int partitions, long pause, String count) throws Exception {
    String name = "up-" + partitions + "-" + pause + "-" + count;
    // More than the offsets that lanes stood at, or fewer.
    int to = count.equals("many") ? 3 * BEFORE : BEFORE + 10;
    try (var rig = new LaneRig(broker, name)) {
      Lanes lanes = rig.start(name);
      feedTheFirst(rig);
      rig.delete(rig.topics.identifiedOutput());
      if (pause > 0) {
        awaitStalled(lanes, "topic " + rig.topics.identifiedOutput() + " is missing");
        Thread.sleep(pause);
        assertThat(rig.isThere(rig.topics.identifiedOutput())).as("nobody has made it").isFalse();
      }
      rig.make(rig.topics.identifiedOutput(), partitions);
      rig.identified("again-", BEFORE - AGAIN, to);
      assertOnceEach(rig, to);
    }
  }

  @ParameterizedTest
  @CsvSource({"1", "2", "4"})
  void whileLanesAreDown(int partitions) {
    String name = "down-" + partitions;
    try (var rig = new LaneRig(broker, name)) {
      Lanes lanes = rig.start(name);
      feedTheFirst(rig);
      lanes.stop(Duration.ofSeconds(5));
      rig.delete(rig.topics.identifiedOutput());
      rig.make(rig.topics.identifiedOutput(), partitions);
      rig.identified("again-", BEFORE - AGAIN, 3 * BEFORE);
      rig.start(name);
      assertOnceEach(rig, 3 * BEFORE);
    }
  }

  @ParameterizedTest
  @CsvSource({"1", "2", "4"})
  void whileLanesStallWithABatchOfTheOldOne(int partitions) {
    String name = "stalled-" + partitions;
    try (var rig = new LaneRig(broker, name)) {
      Lanes lanes = rig.start(name);
      feedTheFirst(rig);
      rig.ledger.away(true);
      rig.identified("lost-", 10_000, 10_100);
      awaitStalled(lanes, "the ledger: away");
      rig.delete(rig.topics.identifiedOutput());
      rig.make(rig.topics.identifiedOutput(), partitions);
      rig.identified("again-", BEFORE - AGAIN, 3 * BEFORE);
      rig.ledger.away(false);
      assertOnceEach(rig, 3 * BEFORE);
    }
  }

  @Test
  void offsetsThatWereCommittedForTheOldOneCountForNothing() {
    try (var rig = new LaneRig(broker, "stale-offsets")) {
      Lanes lanes = rig.start("stale-offsets");
      feedTheFirst(rig);
      lanes.stop(Duration.ofSeconds(5));
      var old = rig.committed(Stage.SYNC);
      rig.delete(rig.topics.identifiedOutput());
      rig.make(rig.topics.identifiedOutput(), 2);
      // As a worker leaves it that was in the middle of its commit.
      rig.commit(Stage.SYNC, old);
      rig.identified("again-", BEFORE - AGAIN, 3 * BEFORE);
      rig.start("stale-offsets");
      assertOnceEach(rig, 3 * BEFORE);
    }
  }

  @Test
  void whatWasDecidedOfTheOldOneAndCouldNotBePublishedCountsForNothing() throws Exception {
    var holding = new CountDownLatch(1);
    var held = new CountDownLatch(1);
    var holds = new AtomicBoolean();
    StepProbe between =
        point -> {
          if (point == StepProbe.Step.BETWEEN_COMMITS && holds.get()) {
            holding.countDown();
            await(held);
          }
        };
    try (var rig = new LaneRig(broker, "undone")) {
      rig.start("undone", between);
      feedTheFirst(rig);
      holds.set(true);
      rig.identified("in-hand-", BEFORE, BEFORE + 10);
      await(holding);
      holds.set(false);
      rig.delete(rig.topics.identifiedOutput());
      rig.make(rig.topics.identifiedOutput(), 1);
      rig.identified("again-", BEFORE - AGAIN, BEFORE + 10);
      held.countDown();
      // What of it was on a partition that the new topic has may be published yet.
      awaitEach(rig, BEFORE + 10);
    } finally {
      held.countDown();
    }
  }

  @Test
  void theFirstThatWasEverDecidedOfTheOldOneAndNotPublishedCountsForNothing() {
    StepProbe failing =
        point -> {
          if (point == StepProbe.Step.BETWEEN_COMMITS) {
            throw new TimeoutException("as if killed");
          }
        };
    try (var rig = new LaneRig(broker, "first")) {
      Lanes lanes = rig.start("first", failing);
      rig.awaitInput();
      rig.identified("m-", 0, 20);
      awaitStalled(lanes, "as if killed");
      lanes.stop(Duration.ofSeconds(5));
      rig.delete(rig.topics.identifiedOutput());
      rig.make(rig.topics.identifiedOutput(), 2);
      rig.identified("again-", 0, 20);
      rig.start("first");
      awaitEach(rig, 20);
    }
  }

  /** Each has been sent, and nobody twice. */
  private static void awaitEach(LaneRig rig, int to) {
    rig.await(rig.topics.destinationEvents() + "-vip", to);
    rig.awaitThrough(Stage.SYNC);
    assertThat(profiles(rig.all(rig.topics.destinationEvents() + "-vip")))
        .containsExactlyInAnyOrderElementsOf(profilesUpTo(to));
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void theSlowTopic() {
    try (var rig = new LaneRig(broker, "slow-again").fanOutLimit(1)) {
      rig.start("slow-again");
      feedTheFirst(rig);
      assertThat(rig.all(rig.topics.identifiedSlow())).hasSize(BEFORE);
      rig.delete(rig.topics.identifiedSlow());
      rig.make(rig.topics.identifiedSlow(), 3);
      rig.identified("again-", BEFORE - AGAIN, 3 * BEFORE);
      assertOnceEach(rig, 3 * BEFORE);
    }
  }

  @Test
  void theInputOfTheIdentifyStage() {
    try (var rig = new LaneRig(broker, "compute-again")) {
      rig.start("compute-again");
      rig.awaitInput();
      for (int i = 0; i < 50; i++) {
        rig.compute("m-" + i, "p-" + i);
      }
      rig.await(rig.topics.destinationEvents() + "-vip", 50);
      rig.delete(rig.topics.computeOutput());
      rig.make(rig.topics.computeOutput(), 3);
      for (int i = 40; i < 200; i++) {
        rig.compute("again-" + i, "p-" + i);
      }
      assertThat(profiles(rig.await(rig.topics.syncDecisions(), 2 * (50 + 160)))).hasSize(420);
      assertThat(profiles(rig.all(rig.topics.destinationEvents() + "-vip")))
          .containsExactlyInAnyOrderElementsOf(profilesUpTo(200));
    }
  }

  private static void feedTheFirst(LaneRig rig) {
    rig.awaitInput();
    rig.identified("m-", 0, BEFORE);
    assertThat(rig.await(rig.topics.syncDecisions(), 2 * BEFORE)).hasSize(2 * BEFORE);
  }

  /** All of the new topic is decided, for each destination, and sent where it had not been. */
  private static void assertOnceEach(LaneRig rig, int to) {
    int decided = 2 * (BEFORE + to - (BEFORE - AGAIN));
    assertThat(rig.await(rig.topics.syncDecisions(), decided)).hasSize(decided);
    assertThat(profiles(rig.all(rig.topics.destinationEvents() + "-vip")))
        .containsExactlyInAnyOrderElementsOf(profilesUpTo(to));
  }

  private static List<String> profiles(List<ConsumerRecord<byte[], byte[]>> messages) {
    return messages.stream().map(it -> LaneRig.text(it.key())).toList();
  }

  private static List<String> profilesUpTo(int to) {
    return IntStream.range(0, to).mapToObj(i -> "p-" + i).toList();
  }

  private static void awaitStalled(Lanes lanes, String why) {
    Await.until(
        "a lane stalls: " + why,
        LIMIT,
        () ->
            lanes.all().stream()
                .anyMatch(
                    it ->
                        it.state() instanceof LaneState.Stalled(String said)
                            && said.contains(why)));
  }
}
