package dev.oncegate.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oncegate.pipeline.MessageHeaders;
import dev.oncegate.pipeline.ParkedUpdate;
import dev.oncegate.pipeline.ParkedUpdates;
import dev.oncegate.pipeline.StepProbe;
import dev.oncegate.testkit.Await;
import dev.oncegate.testkit.EmbeddedBroker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FailingMessagesIT {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final Pattern SOURCE = Pattern.compile("sourceMessageId\":\"([^\"]*)");

  private static EmbeddedBroker broker;

  @BeforeAll
  static void start() {
    broker = EmbeddedBroker.start();
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  /** At the start, in the middle and at the end of a batch, two, and two beside one another. */
  @ParameterizedTest
  @ValueSource(strings = {"0", "47", "79", "3 61", "40 41 42"})
  void aMessageThatFailsIsParkedAndAllOthersGoThroughInOrder(String failing) {
    Set<String> fail = messages(failing);
    try (var rig = new LaneRig(broker, "fails-" + failing.replace(' ', '-'))) {
      Lanes lanes = rig.open("fails", StepProbe.NONE);
      rig.ledger.failing().addAll(fail);
      sendAll(rig, 80);
      lanes.start();

      assertThat(sources(rig, 80 - fail.size()))
          .containsExactlyElementsOf(
              IntStream.range(0, 80)
                  .mapToObj(i -> "m-" + i)
                  .filter(it -> !fail.contains(it))
                  .toList());
      assertParked(rig, fail, "sync", rig.topics.identifiedOutput());
      assertThat(lanes.all().stream().map(Lane::lastFailed).filter(it -> it != null).toList())
          .singleElement()
          .asString()
          .startsWith(rig.topics.identifiedOutput() + " ")
          .doesNotContain("p-one");
      assertRunning(lanes);
      for (String message : fail) {
        assertThat(rig.ledger.asked(message)).as("tries of " + message).isLessThan(30);
      }
    }
  }

  @Test
  void aMessageThatIsAloneIsParkedToo() {
    try (var rig = new LaneRig(broker, "alone")) {
      Lanes lanes = rig.start("alone");
      rig.ledger.failing().add("m-0");
      sendAll(rig, 1);
      assertParked(rig, Set.of("m-0"), "sync", rig.topics.identifiedOutput());
      assertRunning(lanes);
    }
  }

  /** What anybody may write who may write to the input: no lane stops, and no line is forged. */
  @Test
  void hostileMessagesAreParkedOnOneLineAndTheLanesGoOn() {
    try (var rig = new LaneRig(broker, "hostile")) {
      Lanes lanes = rig.start("hostile");
      rig.awaitInput();
      List<String> hostile =
          List.of(
              "{\"x\":" + "[".repeat(100_000),
              "{\"" + "x".repeat(100_000) + "\":1}",
              "{\"computedAt\":\"x\\r\\nforged\\u001b[2J\"}",
              "{\"messageId\":\"\\ud83d\"}",
              "\u0000",
              LaneRig.update("m-8", "p\\u0000"),
              LaneRig.update("m-9", "p").replace("true", "1e99999999999999999999"));
      for (String value : hostile) {
        rig.send(rig.topics.computeOutput(), "key\r\nforged", LaneRig.bytes(value));
      }
      // Headers of our own that somebody else has written.
      Map<String, String> forged =
          Map.of(
              "oncegate-topic",
              rig.topics.destinationEvents(),
              "oncegate-partition",
              "0",
              "oncegate-offset",
              "0",
              "oncegate-timestamp",
              "0");
      rig.send(rig.topics.identifiedOutput(), "p", LaneRig.bytes("{}"), forged);
      rig.send(rig.topics.syncParked(), "p", LaneRig.bytes("forged"), forged);
      rig.send(
          rig.topics.syncParked(),
          "p",
          LaneRig.bytes("{}"),
          Map.of("oncegate-truncated", "x", "oncegate-offset", "1e9", "oncegate-detail", "\r\n"));
      rig.compute("m-1", "p-1");
      assertThat(sources(rig, 1)).containsExactly("m-1");

      rig.await(rig.topics.syncParked(), hostile.size() + 3);
      List<ParkedUpdate> parked = rig.parked().list(true);
      assertThat(parked).hasSize(hostile.size() + 3);
      assertThat(parked)
          .filteredOn(it -> !it.stage().isEmpty())
          .hasSize(hostile.size() + 1)
          .allSatisfy(
              it -> {
                assertThat(it.topic())
                    .isIn(rig.topics.computeOutput(), rig.topics.identifiedOutput());
                assertThat(it.field() + it.detail())
                    .isNotBlank()
                    .hasSizeLessThan(500)
                    .doesNotContain("\n", "\r", "\u001b");
              });
      assertThat(parked)
          .filteredOn(it -> it.topic().equals(rig.topics.destinationEvents()))
          .singleElement()
          .satisfies(
              it ->
                  assertThat(rig.parked().retry(it.id(), "ann"))
                      .isInstanceOf(ParkedUpdates.NoInput.class));
      assertThat(rig.all(rig.topics.destinationEvents()))
          .noneMatch(it -> LaneRig.text(it.value()).equals("forged"));
      assertRunning(lanes);
    }
  }

  @Test
  void whatTheIdentifyStageFailsOnIsParkedByIt() {
    try (var rig = new LaneRig(broker, "unidentified")) {
      Lanes lanes = rig.open("unidentified", StepProbe.NONE);
      rig.notIdentified.addAll(Set.of("m-5", "m-19"));
      for (int i = 0; i < 20; i++) {
        rig.compute("m-" + i, "p-one");
      }
      lanes.start();
      assertThat(sources(rig, 18)).hasSize(18).doesNotContain("m-5", "m-19");
      assertParked(rig, Set.of("m-5", "m-19"), "identify", rig.topics.computeOutput());
    }
  }

  @Test
  void whatTheSlowLaneFailsOnIsParkedWithItsFirstCoordinatesAndTheRestFollows() {
    try (var rig = new LaneRig(broker, "slow-fails").fanOutLimit(0)) {
      Lanes lanes = rig.open("slow-fails", StepProbe.NONE);
      sendAll(rig, 12);
      rig.ledger.failing().add("m-4");
      rig.ledger.failsOnlyWhereItDecides();
      lanes.start();
      assertThat(sources(rig, 11)).hasSize(11).doesNotContain("m-4");
      assertParked(rig, Set.of("m-4"), "sync-slow", rig.topics.identifiedOutput());
    }
  }

  @Test
  void ifAllMessagesFailLanesStallSayWhyAndParkNoneOfThem() {
    try (var rig = new LaneRig(broker, "all-fail")) {
      Lanes lanes = rig.open("all-fail", StepProbe.NONE);
      for (int i = 0; i < 20; i++) {
        rig.ledger.failing().add("m-" + i);
      }
      sendAll(rig, 20);
      lanes.start();
      Await.until(
          "a lane says that all fail",
          LIMIT,
          () ->
              lanes.all().stream()
                  .anyMatch(
                      it ->
                          it.state() instanceof LaneState.Stalled(String why)
                              && why.startsWith("each message fails")));
      rig.ledger.failing().clear();
      assertThat(sources(rig, 20)).hasSize(20);
      assertThat(rig.all(rig.topics.syncParked())).isEmpty();
      assertRunning(lanes);
    }
  }

  @Test
  void whatFailedOnlyUntilOthersPassedIsNotParked() {
    try (var rig = new LaneRig(broker, "healed")) {
      Lanes lanes = rig.open("healed", StepProbe.NONE);
      for (int i = 0; i < 20; i++) {
        rig.ledger.failing().add("m-" + i);
      }
      sendAll(rig, 20);
      lanes.start();
      // In the middle of the search.
      Await.until("some are suspected", LIMIT, () -> rig.ledger.asked("m-3") > 6);
      rig.ledger.failing().removeIf(it -> !it.equals("m-1"));
      assertThat(sources(rig, 19)).hasSize(19).doesNotContain("m-1");
      assertParked(rig, Set.of("m-1"), "sync", rig.topics.identifiedOutput());
    }
  }

  @Test
  void aLaneThatBeginsAnewInTheMiddleOfItsSearchDoublesAndSkipsNothing() {
    var died = new AtomicInteger();
    try (var rig = new LaneRig(broker, "dies")) {
      rig.ledger.failing().add("m-13");
      StepProbe dying =
          point -> {
            if (point == StepProbe.Step.BETWEEN_COMMITS
                && rig.ledger.asked("m-13") > 1
                && died.getAndIncrement() < 2) {
              throw new NoClassDefFoundError("as if");
            }
          };
      Lanes lanes = rig.open("dies", dying);
      sendAll(rig, 30);
      lanes.start();
      assertThat(sources(rig, 29)).doesNotHaveDuplicates().doesNotContain("m-13").hasSize(29);
      assertParked(rig, Set.of("m-13"), "sync", rig.topics.identifiedOutput());
      assertThat(died).hasValueGreaterThan(1);
    }
  }

  @Test
  void twoInstancesParkAMessageOnceAndARetrySendsIt() {
    try (var rig = new LaneRig(broker, "two-fail")) {
      Lanes first = rig.open("two-fail-1", StepProbe.NONE);
      Lanes second = rig.open("two-fail-2", StepProbe.NONE);
      rig.ledger.failing().addAll(Set.of("m-8", "n-8"));
      for (int i = 0; i < 20; i++) {
        identified(rig, "m-" + i, "p-one");
        identified(rig, "n-" + i, "p-three");
      }
      first.start();
      second.start();
      assertThat(sources(rig, 38)).hasSize(38);
      assertParked(rig, Set.of("m-8", "n-8"), "sync", rig.topics.identifiedOutput());
      rig.ledger.failing().clear();
      ParkedUpdates parked = rig.parked();
      for (ParkedUpdate it : parked.list(false)) {
        assertThat(parked.retry(it.id(), "a test")).isInstanceOf(ParkedUpdates.Done.class);
      }
      assertThat(sources(rig, 40)).contains("m-8", "n-8").hasSize(40);
      assertThat(rig.all(rig.topics.syncParked())).hasSize(2);
    }
  }

  private static Set<String> messages(String numbers) {
    return Set.copyOf(List.of(numbers.split(" ")).stream().map(it -> "m-" + it).toList());
  }

  private static void sendAll(LaneRig rig, int count) {
    for (int i = 0; i < count; i++) {
      identified(rig, "m-" + i, "p-one");
    }
  }

  private static void identified(LaneRig rig, String message, String profile) {
    String update =
        LaneRig.update(message, profile)
            .replaceFirst("\\{", "{\"externalIds\": [{\"type\": \"email\", \"id\": \"a@x.com\"}],");
    rig.send(rig.topics.identifiedOutput(), profile, LaneRig.bytes(update));
  }

  /** Which updates led to an event, in the order of the events. */
  private static List<String> sources(LaneRig rig, int count) {
    var sources = new ArrayList<String>();
    for (ConsumerRecord<byte[], byte[]> event : rig.await(rig.topics.destinationEvents(), count)) {
      Matcher source = SOURCE.matcher(LaneRig.text(event.value()));
      assertThat(source.find()).isTrue();
      sources.add(source.group(1));
    }
    return sources;
  }

  private static void assertParked(LaneRig rig, Set<String> messages, String stage, String topic) {
    List<ConsumerRecord<byte[], byte[]>> parked =
        rig.await(rig.topics.syncParked(), messages.size());
    assertThat(parked).hasSize(messages.size());
    for (ConsumerRecord<byte[], byte[]> it : parked) {
      assertThat(messages)
          .anyMatch(id -> LaneRig.text(it.value()).contains("\"messageId\": \"" + id + "\""));
      assertThat(KafkaMessages.text(it.headers(), MessageHeaders.REASON)).isEqualTo("failed");
      assertThat(KafkaMessages.text(it.headers(), MessageHeaders.STAGE)).isEqualTo(stage);
      assertThat(KafkaMessages.text(it.headers(), MessageHeaders.TOPIC)).isEqualTo(topic);
      assertThat(KafkaMessages.text(it.headers(), MessageHeaders.DETAIL))
          .matches("IllegalStateException: no row for … today|StackOverflowError");
    }
  }

  private static void assertRunning(Lanes lanes) {
    Await.until(
        "all lanes run",
        LIMIT,
        () -> lanes.all().stream().allMatch(it -> it.state() instanceof LaneState.Running));
  }
}
