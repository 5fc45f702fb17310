package dev.oncegate.kafka;

import dev.oncegate.core.decide.Reason;
import dev.oncegate.core.decide.Route;
import dev.oncegate.core.decide.RuleRef;
import dev.oncegate.core.decide.Rulebook;
import dev.oncegate.core.decide.Selection;
import dev.oncegate.core.decide.Situation;
import dev.oncegate.core.decide.TriggerKind;
import dev.oncegate.core.decide.Verdict;
import dev.oncegate.core.update.Destination;
import dev.oncegate.core.update.ExternalId;
import dev.oncegate.core.update.Integrations;
import dev.oncegate.core.update.ProfileUpdate;
import dev.oncegate.core.update.Resend;
import dev.oncegate.core.update.Space;
import dev.oncegate.identity.Identity;
import dev.oncegate.pipeline.BatchFlows;
import dev.oncegate.pipeline.FlowComparator;
import dev.oncegate.pipeline.IdentifyStage;
import dev.oncegate.pipeline.InMemoryFlows;
import dev.oncegate.pipeline.InMemoryHolds;
import dev.oncegate.pipeline.InMemoryLedger;
import dev.oncegate.pipeline.ParkedId;
import dev.oncegate.pipeline.ParkedUpdates;
import dev.oncegate.pipeline.Stage;
import dev.oncegate.pipeline.StageMeters;
import dev.oncegate.pipeline.StepProbe;
import dev.oncegate.pipeline.SyncStage;
import dev.oncegate.pipeline.TopicNames;
import dev.oncegate.testkit.Await;
import dev.oncegate.testkit.EmbeddedBroker;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Lanes on a real broker, with everything around them in memory; topics of its own. */
final class LaneRig implements AutoCloseable {
  static final Duration SESSION_TIMEOUT = Duration.ofSeconds(6);

  private static final Duration LIMIT = Duration.ofSeconds(30);

  final InMemoryLedger ledger = new InMemoryLedger();
  final InMemoryHolds holds = new InMemoryHolds();

  /** What the sync stage decides by; each is asked anew for each batch. */
  volatile BatchFlows batchFlows = InMemoryFlows.DEDUPE;

  volatile Rulebook rulebook = new Sketch();
  volatile FlowComparator comparator = FlowComparator.NONE;

  /** Messages that the identify stage throws at. */
  final Set<String> notIdentified = ConcurrentHashMap.newKeySet();

  final TopicNames topics;
  final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final EmbeddedBroker broker;
  private final List<Lanes> started = new ArrayList<>();
  private final List<TopicAdmin> admins = new ArrayList<>();
  private KafkaProducer<byte[], byte[]> producer;
  private final Admin admin;
  private int fanOutLimit = 50;
  private boolean isNamed;

  LaneRig(EmbeddedBroker broker, String name) {
    this.broker = broker;
    this.topics =
        new TopicNames(
            name + "-computed",
            name + "-identified",
            name + "-slow",
            name + "-events",
            name + "-decisions",
            name + "-parked",
            name + "-handled",
            name + "-published");
    this.admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
    this.producer = producer();
  }

  private KafkaProducer<byte[], byte[]> producer() {
    return new KafkaProducer<>(
        Map.of(
            "bootstrap.servers",
            broker.bootstrapServers(),
            "max.request.size",
            32 * 1024 * 1024,
            "buffer.memory",
            64L * 1024 * 1024,
            // A partition that is just there may take a later message first.
            "max.in.flight.requests.per.connection",
            1),
        new ByteArraySerializer(),
        new ByteArraySerializer());
  }

  /** Instances whose lanes are members of their groups by name. */
  LaneRig named() {
    isNamed = true;
    return this;
  }

  LaneRig fanOutLimit(int limit) {
    fanOutLimit = limit;
    return this;
  }

  /** An instance with a lane for each stage. */
  Lanes start(String instance) {
    return start(instance, StepProbe.NONE);
  }

  Lanes start(String instance, StepProbe probe) {
    Lanes lanes = open(instance, probe);
    lanes.start();
    return lanes;
  }

  /** One whose topics are there, and that has not started. */
  Lanes open(String instance, StepProbe probe) {
    Map<String, Object> servers = Map.of("bootstrap.servers", broker.bootstrapServers());
    var admin = new TopicAdmin(servers, topics, 2, 32 * 1024 * 1024);
    admin.open();
    admins.add(admin);
    var lanes = new Lanes(admin, new LaneMeters(meters), probe);
    var counts = new StageMeters(meters);
    lanes.add(
        1,
        settings(servers, instance, Stage.IDENTIFY, topics.computeOutput()),
        () ->
            new IdentifyStage(batch -> batch.stream().map(this::identify).toList(), admin, counts));
    var parts =
        new SyncStage.Parts(
            () -> INTEGRATIONS,
            () -> batchFlows,
            () -> rulebook,
            ledger,
            holds,
            admin,
            counts,
            probe,
            fanOutLimit,
            Situation::toString,
            true,
            () -> comparator.begin());
    lanes.add(
        1,
        settings(servers, instance, Stage.SYNC, topics.identifiedOutput()),
        () -> SyncStage.of(parts));
    lanes.add(
        1,
        settings(servers, instance, Stage.SYNC_SLOW, topics.identifiedSlow()),
        () -> SyncStage.slow(parts));
    started.add(lanes);
    return lanes;
  }

  private Identity identify(ProfileUpdate update) {
    if (notIdentified.contains(update.messageId())) {
      throw new StackOverflowError();
    }
    return new Identity(update.profileId(), List.of(), IDS);
  }

  private LaneSettings settings(
      Map<String, Object> servers, String instance, Stage stage, String topic) {
    return new LaneSettings(
        servers,
        instance,
        isNamed,
        stage,
        topic,
        stage == Stage.SYNC_SLOW ? 1 : 100,
        1024 * 1024,
        32 * 1024 * 1024,
        SESSION_TIMEOUT,
        Duration.ofSeconds(10));
  }

  /** What is parked, to be seen and handled. */
  ParkedUpdates parked() {
    Map<String, Object> servers = Map.of("bootstrap.servers", broker.bootstrapServers());
    return new ParkedTopic(servers, admins.getFirst(), 32 * 1024 * 1024, InstantSource.system());
  }

  void send(String topic, String key, byte[] value) {
    settled(producer.send(new ProducerRecord<>(topic, bytes(key), value)));
  }

  void send(String topic, String key, byte[] value, Map<String, String> headers) {
    var record = new ProducerRecord<>(topic, bytes(key), value);
    headers.forEach((name, text) -> record.headers().add(name, bytes(text)));
    settled(producer.send(record));
  }

  /** Deletes a topic, as an operator does while lanes are up. */
  void delete(String topic) {
    settled(admin.deleteTopics(List.of(topic)).all());
  }

  void make(String topic, int partitions) {
    var wanted = new NewTopic(topic, Optional.of(partitions), Optional.empty());
    settled(admin.createTopics(List.of(wanted)).all());
    // The one before would go on sending to partitions that are no more.
    producer.close();
    producer = producer();
  }

  boolean isThere(String topic) {
    return settled(admin.listTopics().names()).contains(topic);
  }

  /** Messages can be sent to what lanes have made, and not to what a broker makes for them. */
  void awaitInput() {
    for (String topic : topics.inputs()) {
      Await.until(topic + " is there", LIMIT, () -> isThere(topic));
    }
  }

  /** The deduped destination has got something for a profile. */
  void awaitSent(int profile) {
    Await.until(
        "p-" + profile + " is sent",
        LIMIT,
        () ->
            all(topics.destinationEvents() + "-vip").stream()
                .anyMatch(it -> text(it.key()).equals("p-" + profile)));
  }

  /** A stage has committed all that its input holds by now. */
  void awaitThrough(Stage stage) {
    String topic = stage == Stage.IDENTIFY ? topics.computeOutput() : topics.identifiedOutput();
    Map<TopicPartition, Long> last = new HashMap<>();
    for (ConsumerRecord<byte[], byte[]> message : all(topic)) {
      last.put(new TopicPartition(topic, message.partition()), message.offset());
    }
    Await.until(
        stage + " is through",
        LIMIT,
        () -> {
          Map<TopicPartition, OffsetAndMetadata> committed = committed(stage);
          return last.entrySet().stream()
              .allMatch(
                  end -> {
                    OffsetAndMetadata at = committed.get(end.getKey());
                    return at != null && at.offset() > end.getValue();
                  });
        });
  }

  void retry(ParkedId id) {
    Map<String, Object> servers = Map.of("bootstrap.servers", broker.bootstrapServers());
    new ParkedTopic(servers, admins.getFirst(), 32 * 1024 * 1024, InstantSource.system())
        .retry(id, "ann");
  }

  /** Leaves messages in a partition of the input that nobody committed, as a killed lane does. */
  void abandon(int partition, int bytes) {
    Map<String, Object> config =
        Map.of(
            "bootstrap.servers",
            broker.bootstrapServers(),
            "transactional.id",
            topics.identifiedOutput() + "-abandoned");
    try (var abandoning =
        new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
      abandoning.initTransactions();
      abandoning.beginTransaction();
      int each = 100_000;
      for (int sent = 0; sent < bytes; sent += each) {
        settled(
            abandoning.send(
                new ProducerRecord<>(
                    topics.identifiedOutput(), partition, bytes("p"), new byte[each])));
      }
      abandoning.abortTransaction();
    }
  }

  /** What a stage has committed of its partitions. */
  Map<TopicPartition, OffsetAndMetadata> committed(Stage stage) {
    return settled(admin.listConsumerGroupOffsets(stage.group()).partitionsToOffsetAndMetadata());
  }

  /** Has a stage's group, of which nobody is a member, read again from each offset's place. */
  void setBack(Stage stage, UnaryOperator<Long> offset) {
    Map<TopicPartition, OffsetAndMetadata> back = new HashMap<>();
    committed(stage)
        .forEach(
            (partition, at) ->
                back.put(partition, new OffsetAndMetadata(offset.apply(at.offset()))));
    commit(stage, back);
  }

  void commit(Stage stage, Map<TopicPartition, OffsetAndMetadata> offsets) {
    Map<TopicPartition, OffsetAndMetadata> own = new HashMap<>(offsets);
    own.keySet().removeIf(it -> !topics.inputs().contains(it.topic()));
    settled(admin.alterConsumerGroupOffsets(stage.group(), own).all());
  }

  void deleteGroup(Stage stage) {
    settled(admin.deleteConsumerGroups(List.of(stage.group())).all());
  }

  private static <T> T settled(Future<T> future) {
    try {
      return future.get();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  /** An update that is to go to {@code dst_deduped} once, and to {@code dst_all} each time. */
  static String update(String messageId, String profile) {
    return update(messageId, profile, "{\"reason\": \"value_changed\"}");
  }

  static String update(String messageId, String profile, String trigger) {
    return """
        {"messageId": "%s", "spaceId": "spa", "profileId": "%s", "value": true, "trigger": %s,
         "computation": {"id": "aud", "key": "k", "name": "n", "type": "audience"},
         "computedAt": "2026-11-22T10:00:00Z"}"""
        .formatted(messageId, profile, trigger);
  }

  /** Without waiting for each; more than one batch of a lane, if need be. */
  void identified(String prefix, int from, int to) {
    var sent = new ArrayList<Future<?>>();
    for (int i = from; i < to; i++) {
      String update =
          update(prefix + i, "p-" + i)
              .replaceFirst(
                  "\\{", "{\"externalIds\": [{\"type\": \"email\", \"id\": \"a@x.com\"}],");
      sent.add(
          producer.send(
              new ProducerRecord<>(topics.identifiedOutput(), bytes("p-" + i), bytes(update))));
    }
    sent.forEach(LaneRig::settled);
  }

  void compute(String messageId, String profile) {
    send(topics.computeOutput(), profile, bytes(update(messageId, profile)));
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** What a topic holds for readers of committed messages, as soon as it is that many. */
  List<ConsumerRecord<byte[], byte[]>> await(String topic, int count) {
    var read = new ArrayList<ConsumerRecord<byte[], byte[]>>();
    try (var consumer = reader(topic)) {
      Await.until(
          count + " messages are on " + topic,
          LIMIT,
          () -> {
            consumer.poll(Duration.ofMillis(100)).forEach(read::add);
            return read.size() >= count;
          });
    }
    return read;
  }

  /** All that a topic holds by now for readers of committed messages. */
  List<ConsumerRecord<byte[], byte[]>> all(String topic) {
    var read = new ArrayList<ConsumerRecord<byte[], byte[]>>();
    try (var consumer = reader(topic)) {
      Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
      Await.until(
          topic + " is read",
          LIMIT,
          () -> {
            consumer.poll(Duration.ofMillis(100)).forEach(read::add);
            return ends.entrySet().stream()
                .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
          });
    }
    return read;
  }

  private KafkaConsumer<byte[], byte[]> reader(String topic) {
    var consumer =
        new KafkaConsumer<>(
            Map.<String, Object>of(
                "bootstrap.servers",
                broker.bootstrapServers(),
                "isolation.level",
                "read_committed",
                "auto.offset.reset",
                "earliest"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    Await.until(topic + " is there", LIMIT, () -> !consumer.partitionsFor(topic).isEmpty());
    consumer.assign(
        consumer.partitionsFor(topic).stream()
            .map(it -> new TopicPartition(topic, it.partition()))
            .toList());
    return consumer;
  }

  @Override
  public void close() {
    for (Lanes lanes : started) {
      lanes.stop(Duration.ofSeconds(5));
    }
    admins.forEach(TopicAdmin::close);
    producer.close();
    admin.close();
  }

  static final List<ExternalId> IDS = List.of(new ExternalId("email", "a@x.com", null));

  static final Integrations INTEGRATIONS =
      new Integrations(
          List.of(new Space("spa", "business")),
          List.of(
              destination("dst_deduped", Set.of("email"), Destination.IdsPerEvent.ALL),
              destination("dst_all", Set.of(), Destination.IdsPerEvent.ONE)),
          List.of(new Integrations.Connection("aud", List.of("dst_deduped", "dst_all"))));

  private static Destination destination(
      String id, Set<String> dedupesOn, Destination.IdsPerEvent idsPerEvent) {
    return new Destination(
        id,
        "spa",
        "webhook",
        id,
        true,
        dedupesOn,
        Destination.Call.TRACK,
        idsPerEvent,
        Destination.DedupeScope.PROFILE,
        new Resend.Never());
  }

  /** Enough of a rulebook to have something of everything. */
  static final class Sketch implements Rulebook {
    @Override
    public String hash() {
      return "sketch";
    }

    @Override
    public Verdict decide(Situation situation) {
      var row = new RuleRef("sketch!1", "a sketch");
      if (!situation.deduped()) {
        return new Verdict.Send(Selection.ALL, new Reason("not_deduped"), Route.DEFAULT, row);
      }
      if (situation.trigger() == TriggerKind.UNKNOWN) {
        return new Verdict.Park(new Reason("unknown_trigger"), row);
      }
      if (situation.alreadySent()) {
        return new Verdict.Drop(new Reason("already_sent"), row);
      }
      return new Verdict.Send(Selection.LATEST, new Reason("entered"), new Route("vip"), row);
    }
  }
}
