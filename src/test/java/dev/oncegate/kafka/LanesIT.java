package dev.oncegate.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oncegate.pipeline.MessageHeaders;
import dev.oncegate.pipeline.Stage;
import dev.oncegate.pipeline.StepProbe;
import dev.oncegate.testkit.Await;
import dev.oncegate.testkit.EmbeddedBroker;
import dev.oncegate.testkit.GoBetween;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class LanesIT {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  /** How long a slow one takes; a lane that leaves waits for it. */
  private static final Duration BATCH = Duration.ofMillis(1200);

  private static EmbeddedBroker broker;

  @BeforeAll
  static void start() {
    broker = EmbeddedBroker.start();
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  @Test
  void anUpdateGoesThroughBothStagesAndARepeatOnlyToWhoeverIsNotDeduped() {
    try (var rig = new LaneRig(broker, "through")) {
      Lanes lanes = rig.start("through");
      awaitRunning(lanes);
      rig.compute("m-1", "p-1");
      rig.compute("m-2", "p-1");
      assertThat(texts(rig.await(rig.topics.destinationEvents(), 2)))
          .allSatisfy(event -> assertThat(event).contains("\"dst_all\":true"));
      assertThat(texts(rig.await(rig.topics.destinationEvents() + "-vip", 1)))
          .singleElement()
          .satisfies(event -> assertThat(event).contains("\"dst_deduped\":true", "\"m-1\""));
      assertThat(rig.await(rig.topics.syncDecisions(), 4)).hasSize(4);
    }
  }

  @Test
  void aTopicOfANewRouteIsMadeAsTheOthersAre() throws Exception {
    try (var rig = new LaneRig(broker, "routed");
        var admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      rig.start("routed");
      rig.compute("m-1", "p-1");
      // Who asks for a topic's messages has the broker make it.
      assertThat(rig.await(rig.topics.syncDecisions(), 2)).hasSize(2);
      String topic = rig.topics.destinationEvents() + "-vip";
      assertThat(admin.describeTopics(List.of(topic)).allTopicNames().get().values())
          .singleElement()
          .satisfies(made -> assertThat(made.partitions()).as("the broker's own has 4").hasSize(2));
    }
  }

  @Test
  void whatGoesOutIsCompressed() throws Exception {
    try (var rig = new LaneRig(broker, "compressed");
        var admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      Lanes lanes = rig.open("compressed", StepProbe.NONE);
      for (int i = 0; i < 500; i++) {
        rig.compute("m-" + i, "p-" + i);
      }
      lanes.start();
      long written =
          rig.await(rig.topics.destinationEvents(), 500).stream()
              .mapToLong(ConsumerRecord::serializedValueSize)
              .sum();
      long kept =
          admin.describeLogDirs(List.of(1)).allDescriptions().get().values().stream()
              .flatMap(directories -> directories.values().stream())
              .flatMap(directory -> directory.replicaInfos().entrySet().stream())
              .filter(it -> it.getKey().topic().equals(rig.topics.destinationEvents()))
              .mapToLong(it -> it.getValue().size())
              .sum();
      assertThat(kept).isPositive().isLessThan(written / 2);
    }
  }

  @Test
  void whatCannotBeReadIsParkedWithItsReasonAndBlocksNothing() {
    try (var rig = new LaneRig(broker, "parked")) {
      awaitRunning(rig.start("parked"));
      var bad = new HashMap<String, byte[]>();
      bad.put("malformed", LaneRig.bytes("{\"messageId\":"));
      bad.put("utf8", new byte[] {'{', '"', (byte) 0xC3, '"', ':', '1', '}'});
      bad.put("missing", LaneRig.bytes("{\"messageId\": \"m\"}"));
      bad.put("type", LaneRig.bytes(LaneRig.update("m", "p").replace("true", "[1]")));
      bad.put("garbage", new byte[5 * 1024 * 1024]);
      bad.put("null", null);
      bad.forEach((key, value) -> rig.send(rig.topics.computeOutput(), key, value));
      bad.forEach((key, value) -> rig.send(rig.topics.identifiedOutput(), key, value));
      rig.compute("m-after", "p-after");

      assertThat(rig.await(rig.topics.destinationEvents(), 1)).hasSize(1);
      List<ConsumerRecord<byte[], byte[]>> parked = rig.await(rig.topics.syncParked(), 12);
      assertThat(parked).hasSize(12);
      Map<String, String> reasons = new HashMap<>();
      for (ConsumerRecord<byte[], byte[]> it : parked) {
        String key = LaneRig.text(it.key());
        assertThat(it.value()).isEqualTo(bad.get(key));
        reasons.put(
            KafkaMessages.text(it.headers(), MessageHeaders.TOPIC) + " " + key,
            KafkaMessages.text(it.headers(), MessageHeaders.REASON)
                + " "
                + KafkaMessages.text(it.headers(), MessageHeaders.FIELD));
        assertThat(KafkaMessages.text(it.headers(), MessageHeaders.OFFSET)).isNotNull();
        assertThat(KafkaMessages.text(it.headers(), MessageHeaders.PARTITION)).isNotNull();
        assertThat(KafkaMessages.text(it.headers(), MessageHeaders.DETAIL)).isNotEmpty();
      }
      for (String topic : List.of(rig.topics.computeOutput(), rig.topics.identifiedOutput())) {
        assertThat(reasons)
            .containsEntry(topic + " malformed", "malformed null")
            .containsEntry(topic + " utf8", "malformed null")
            .containsEntry(topic + " missing", "invalid_field computation")
            .containsEntry(topic + " type", "invalid_field value")
            .containsEntry(topic + " garbage", "malformed null")
            .containsEntry(topic + " null", "no_value null");
      }
    }
  }

  @Test
  void blankIdsCountNowhereAndAreCountedByBothStages() {
    try (var rig = new LaneRig(broker, "blank")) {
      rig.start("blank");
      String trigger =
          "{\"reason\": \"new_external_id\", \"newExternalIds\": [{\"type\": \"email\", \"id\": \" \"}]}";
      rig.send(
          rig.topics.computeOutput(), "p-1", LaneRig.bytes(LaneRig.update("m-1", "p-1", trigger)));
      assertThat(texts(rig.await(rig.topics.syncDecisions(), 2))).isNotEmpty();
      for (Stage stage : List.of(Stage.IDENTIFY, Stage.SYNC)) {
        Await.until(
            "one is counted by " + stage,
            LIMIT,
            () -> rig.meters.counter("oncegate.ids.blank", "stage", stage.word()).count() == 1);
      }
    }
  }

  @Test
  void anUpdateThatRulesParkIsParkedOnceNamingTheDestinationsAndTheOthersGetTheirs() {
    try (var rig = new LaneRig(broker, "park-verdict")) {
      awaitRunning(rig.start("park-verdict"));
      String update = LaneRig.update("m-1", "p-1", "{\"reason\": \"full_moon\"}");
      rig.send(rig.topics.computeOutput(), "p-1", LaneRig.bytes(update));
      assertThat(rig.await(rig.topics.destinationEvents(), 1)).hasSize(1);
      assertThat(rig.await(rig.topics.syncParked(), 1))
          .singleElement()
          .satisfies(
              it -> {
                assertThat(KafkaMessages.text(it.headers(), MessageHeaders.REASON))
                    .isEqualTo("unknown_trigger");
                assertThat(KafkaMessages.text(it.headers(), MessageHeaders.DESTINATIONS))
                    .isEqualTo("dst_deduped");
                assertThat(KafkaMessages.text(it.headers(), MessageHeaders.TOPIC))
                    .isEqualTo(rig.topics.identifiedOutput());
              });
    }
  }

  @Test
  void whileTheLedgerIsAwayLanesStallAndSayWhyAndThenGoOn() {
    try (var rig = new LaneRig(broker, "ledger-away")) {
      Lanes lanes = rig.start("ledger-away");
      awaitRunning(lanes);
      rig.ledger.away(true);
      rig.compute("m-1", "p-1");
      Await.until(
          "a lane stalls",
          LIMIT,
          () -> lanes.all().stream().anyMatch(it -> it.state() instanceof LaneState.Stalled));
      rig.ledger.away(false);
      assertThat(rig.await(rig.topics.destinationEvents() + "-vip", 1)).hasSize(1);
      awaitRunning(lanes);
    }
  }

  @Test
  void aBrokerThatGoesAndComesBackCostsAndDoublesNothing() throws Exception {
    try (var rig = new LaneRig(broker, "broker-away")) {
      Lanes lanes = rig.start("broker-away");
      awaitRunning(lanes);
      for (int i = 0; i < 200; i++) {
        rig.compute("m-" + i, "p-" + i);
      }
      broker.pause();
      broker.resume();
      for (int i = 200; i < 250; i++) {
        rig.compute("m-" + i, "p-" + i);
      }
      assertThat(rig.await(rig.topics.destinationEvents() + "-vip", 250)).hasSize(250);
      assertThat(rig.await(rig.topics.destinationEvents(), 250)).hasSize(250);
    }
  }

  @Test
  void partitionsMoveBetweenInstancesWithoutLossOrDoubles() {
    try (var rig = new LaneRig(broker, "moving")) {
      awaitRunning(rig.start("moving-1"));
      for (int i = 0; i < 100; i++) {
        rig.compute("m-" + i, "p-" + i);
      }
      Lanes second = rig.start("moving-2");
      for (int i = 100; i < 200; i++) {
        rig.compute("m-" + i, "p-" + i);
      }
      awaitRunning(second);
      second.stop(Duration.ofSeconds(5));
      for (int i = 200; i < 300; i++) {
        rig.compute("m-" + i, "p-" + i);
      }
      assertThat(rig.await(rig.topics.destinationEvents(), 300)).hasSize(300);
      assertThat(rig.await(rig.topics.destinationEvents() + "-vip", 300)).hasSize(300);
    }
  }

  @Test
  void aLaneRunsWhenItHasItsPartitionsAndIsThroughAndThenNothingIsLeftAsLag() throws Exception {
    try (var rig = new LaneRig(broker, "lag").fanOutLimit(0);
        var admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      Lanes lanes = rig.open("lag", StepProbe.NONE);
      rig.ledger.away(true);
      rig.compute("m-1", "p-1");
      lanes.start();
      Lane sync = lanes.all().get(1);
      Await.until("it stalls", LIMIT, () -> sync.state() instanceof LaneState.Stalled);
      rig.ledger.away(false);
      awaitRunning(lanes);
      rig.await(rig.topics.destinationEvents(), 1);
      for (Lane lane : lanes.all()) {
        String group = "oncegate-" + lane.name().replaceAll("-\\d+$", "");
        Await.until("no lag of " + group, LIMIT, () -> lagOf(admin, group, rig) == 0);
      }
    }
  }

  /** As Kafka's tools work it out. */
  private static long lagOf(Admin admin, String group, LaneRig rig) throws Exception {
    Map<TopicPartition, OffsetAndMetadata> committed =
        new HashMap<>(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get());
    committed.keySet().removeIf(it -> !rig.topics.all().contains(it.topic()));
    Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
    committed.keySet().forEach(it -> asked.put(it, OffsetSpec.latest()));
    var ends = admin.listOffsets(asked).all().get();
    long lag = committed.isEmpty() ? 1 : 0;
    for (var it : committed.entrySet()) {
      lag += Objects.requireNonNull(ends.get(it.getKey())).offset() - it.getValue().offset();
    }
    return lag;
  }

  @Test
  void aNamedInstanceThatIsBackHasItsPartitionsWithoutTheOthersJoiningAgain() throws Exception {
    try (var rig = new LaneRig(broker, "named").named();
        var admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      Lanes first = rig.start("named-1");
      awaitRunning(first);
      rig.compute("m-1", "p-1");
      rig.await(rig.topics.destinationEvents(), 1);
      Lanes second = rig.start("named-1");
      awaitRunning(second);
      Await.until(
          "the first says who took its place",
          LIMIT,
          () ->
              first.all().stream()
                  .allMatch(
                      it ->
                          it.state() instanceof LaneState.Stalled(String why)
                              && why.startsWith("another live process is called named-1")));
      awaitRunning(second);
      rig.compute("m-2", "p-2");
      rig.await(rig.topics.destinationEvents(), 2);
      assertThat(members(identifyGroup(admin)))
          .filteredOn(it -> it.startsWith("named"))
          .containsExactly("named-1-identify-0");
      second.stop(Duration.ofSeconds(5));
      awaitRunning(first);
      rig.compute("m-3", "p-3");
      assertThat(rig.await(rig.topics.destinationEvents(), 3)).hasSize(3);
    }
  }

  @Test
  void whatAProcessWithoutANameLeftOpenIsEndedByWhoeverHasItsPartitions() {
    try (var rig = new LaneRig(broker, "abandoned")) {
      Lanes lanes = rig.start("abandoned");
      awaitRunning(lanes);
      lanes.stop(Duration.ofSeconds(5));
      Map<String, Object> config =
          Map.of(
              "bootstrap.servers",
              broker.bootstrapServers(),
              "transactional.id",
              InstanceName.random() + "-sync-0",
              "transaction.timeout.ms",
              600_000);
      try (var dead =
          new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
        dead.initTransactions();
        dead.beginTransaction();
        for (int partition = 0; partition < 2; partition++) {
          Future<?> _ =
              dead.send(
                  new ProducerRecord<>(
                      rig.topics.destinationEvents(), partition, null, LaneRig.bytes("{}")));
        }
        dead.flush();
        rig.start("abandoned-2");
        rig.compute("m-1", "p-1");
        assertThat(texts(rig.await(rig.topics.destinationEvents(), 1)))
            .singleElement()
            .asString()
            .contains("m-1");
        dead.close(Duration.ZERO);
      }
    }
  }

  @Test
  void whoLeavesWhileTheGroupIsBeingJoinedIsNotAMemberAfterwards() throws Exception {
    var held = new CountDownLatch(1);
    var holding = new CountDownLatch(1);
    StepProbe slow =
        point -> {
          holding.countDown();
          await(held);
        };
    try (var rig = new LaneRig(broker, "leaving");
        var admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      awaitRunning(rig.start("leaving-1", slow));
      rig.compute("m-1", "p-1");
      await(holding);
      // Whoever joins waits for the one that is in the middle of a batch, and so does its leave.
      Lanes second = rig.start("leaving-2");
      Await.until(
          "it joins", LIMIT, () -> members(identifyGroup(admin)).contains("leaving-2-identify-0"));
      var leaving = Thread.ofPlatform().start(() -> second.stop(Duration.ofSeconds(5)));
      assertThat(leaving.join(BATCH)).isFalse();
      held.countDown();
      leaving.join();
      assertThat(members(identifyGroup(admin)))
          .filteredOn(member -> member.startsWith("leaving"))
          .containsExactly("leaving-1-identify-0");
    } finally {
      held.countDown();
    }
  }

  @Test
  void whoIsStoppedBeforeItsGroupHasGivenItANameKeepsNobodyWaiting() throws Exception {
    try (var between = new GoBetween();
        var apart = EmbeddedBroker.start(Map.of("advertised.listeners", between.listener()));
        var admin = Admin.create(Map.of("bootstrap.servers", apart.bootstrapServers()))) {
      between.standBefore(apart);
      try (var rig = new LaneRig(apart, "unnamed")) {
        rig.start("unnamed-1");
        rig.compute("m-1", "p-1");
        rig.await(rig.topics.identifiedOutput(), 1);
        between.hold(ApiKeys.JOIN_GROUP, "unnamed-2-identify-0");
        Lanes second = rig.start("unnamed-2");
        between.awaitAsked();
        var leaving = Thread.ofPlatform().start(() -> second.stop(Duration.ofSeconds(5)));
        // Time to go without the answer, which none shall take.
        boolean _ = leaving.join(BATCH);
        between.letGo();
        leaving.join();
        rig.start("unnamed-3");
        // Sooner than a member is given up.
        Duration soon = LaneRig.SESSION_TIMEOUT.dividedBy(2);
        awaitMembers(admin, soon, "unnamed-1-identify-0", "unnamed-3-identify-0");
      }
    }
  }

  private static void awaitMembers(Admin admin, Duration limit, String... members) {
    Await.until(
        "the group consists of " + List.of(members),
        limit,
        () -> {
          ConsumerGroupDescription group = identifyGroup(admin);
          return group.groupState() == GroupState.STABLE
              && Set.of(members).equals(Set.copyOf(members(group)));
        });
  }

  private static List<String> members(ConsumerGroupDescription group) {
    return group.members().stream().map(MemberDescription::clientId).toList();
  }

  private static ConsumerGroupDescription identifyGroup(Admin admin) throws Exception {
    List<String> group = List.of(Stage.IDENTIFY.group());
    return admin.describeConsumerGroups(group).all().get().values().iterator().next();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aFailureBetweenTheTwoCommitsLeavesNothingTwice() {
    try (var rig = new LaneRig(broker, "between")) {
      var failed = new AtomicBoolean();
      StepProbe failing =
          point -> {
            if (point == StepProbe.Step.INSIDE_KAFKA_COMMIT && failed.compareAndSet(false, true)) {
              throw new org.apache.kafka.common.errors.TimeoutException("as if");
            }
          };
      awaitRunning(rig.start("between", failing));
      for (int i = 0; i < 20; i++) {
        rig.compute("m-" + i, "p-" + i);
      }
      assertThat(rig.await(rig.topics.destinationEvents() + "-vip", 20)).hasSize(20);
      assertThat(rig.await(rig.topics.destinationEvents(), 20)).hasSize(20);
      assertThat(failed).isTrue();
    }
  }

  @Test
  void theUpdatesOfAProfileStayInOrderAroundTheSlowTopic() {
    try (var rig = new LaneRig(broker, "slow").fanOutLimit(5)) {
      awaitRunning(rig.start("slow"));
      var ids = new ArrayList<String>();
      for (int i = 0; i < 400; i++) {
        ids.add("{\"type\": \"email\", \"id\": \"%04d@x.com\"}".formatted(i));
      }
      String many = String.join(",", ids);
      identified(rig, "m-1", "p-big", many);
      for (int i = 2; i < 10; i++) {
        identified(rig, "m-" + i, "p-big", ids.get(0));
        identified(rig, "n-" + i, "p-small", ids.get(0));
      }
      List<ConsumerRecord<byte[], byte[]>> events =
          rig.await(rig.topics.destinationEvents(), 400 + 8 + 8);
      assertThat(events).hasSize(416);
      var order = new ArrayList<String>();
      for (ConsumerRecord<byte[], byte[]> event : events) {
        String message =
            LaneRig.text(event.value()).replaceAll(".*sourceMessageId\":\"([^\"]*).*", "$1");
        if (message.startsWith("m-") && (order.isEmpty() || !order.getLast().equals(message))) {
          order.add(message);
        }
      }
      assertThat(order)
          .containsExactly("m-1", "m-2", "m-3", "m-4", "m-5", "m-6", "m-7", "m-8", "m-9");
      assertThat(rig.all(rig.topics.identifiedSlow())).isNotEmpty();
      Await.until("the cordon is lifted", LIMIT, rig.holds::isEmpty);
      int slow = rig.all(rig.topics.identifiedSlow()).size();
      identified(rig, "m-10", "p-big", ids.get(0));
      rig.await(rig.topics.destinationEvents(), 417);
      assertThat(rig.all(rig.topics.identifiedSlow())).hasSize(slow);
    }
  }

  private static void identified(LaneRig rig, String message, String profile, String ids) {
    String update =
        LaneRig.update(message, profile).replaceFirst("\\{", "{\"externalIds\": [" + ids + "],");
    rig.send(rig.topics.identifiedOutput(), profile, LaneRig.bytes(update));
  }

  private static void awaitRunning(Lanes lanes) {
    Await.until(
        "all lanes run",
        LIMIT,
        () -> lanes.all().stream().allMatch(it -> it.state() instanceof LaneState.Running));
  }

  private static List<String> texts(List<ConsumerRecord<byte[], byte[]>> messages) {
    return messages.stream().map(it -> LaneRig.text(it.value())).toList();
  }
}
