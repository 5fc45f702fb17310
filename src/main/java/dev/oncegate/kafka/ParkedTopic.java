package dev.oncegate.kafka;

import dev.oncegate.pipeline.MessageHeaders;
import dev.oncegate.pipeline.ParkedId;
import dev.oncegate.pipeline.ParkedUpdate;
import dev.oncegate.pipeline.ParkedUpdate.Action;
import dev.oncegate.pipeline.ParkedUpdate.Handled;
import dev.oncegate.pipeline.ParkedUpdates;
import dev.oncegate.pipeline.TopicNames;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * What is parked, on its topic. A retry is one transaction: the message goes back to where it came
 * from, and it is written down that it did, on a compacted topic. All who handle share one
 * transactional id, so that of two at a time one is refused, and nothing is sent back twice.
 */
public final class ParkedTopic implements ParkedUpdates {
  private static final Logger LOG = Logger.getLogger(ParkedTopic.class);
  private static final String TRANSACTIONAL_ID = "oncegate-parked";
  private static final String AT = "oncegate-at";
  private static final String BY = "oncegate-by";
  private static final Duration POLL = Duration.ofMillis(200);

  private final Map<String, Object> servers;
  private final TopicAdmin admin;
  private final TopicNames topics;
  private final int largestMessage;
  private final InstantSource clock;

  /**
   * A view on the parked topic.
   *
   * @param servers how Kafka is reached
   */
  public ParkedTopic(
      Map<String, Object> servers, TopicAdmin admin, int largestMessage, InstantSource clock) {
    this.servers = Map.copyOf(servers);
    this.admin = admin;
    this.topics = admin.names();
    this.largestMessage = largestMessage;
    this.clock = clock;
  }

  @Override
  public List<ParkedUpdate> list(boolean handledToo) {
    try (var consumer = KafkaClients.reader(servers)) {
      Map<ParkedId, Handled> handled = handled(consumer);
      var found = new ArrayList<ParkedUpdate>();
      readAll(
          consumer,
          topics.syncParked(),
          message -> {
            Handled its = handled.get(new ParkedId(message.partition(), message.offset()));
            if (handledToo || its == null) {
              found.add(ParkedUpdate.of(KafkaMessages.of(message), its));
            }
          });
      found.sort(
          (a, b) ->
              a.id().partition() == b.id().partition()
                  ? Long.compare(a.id().offset(), b.id().offset())
                  : Integer.compare(a.id().partition(), b.id().partition()));
      return found;
    }
  }

  @Override
  public @Nullable WithBytes show(ParkedId id) {
    try (var consumer = KafkaClients.reader(servers)) {
      ConsumerRecord<byte[], byte[]> message = read(consumer, topics.syncParked(), id);
      return message == null
          ? null
          : new WithBytes(
              ParkedUpdate.of(KafkaMessages.of(message), handled(consumer).get(id)),
              message.key(),
              message.value());
    }
  }

  @Override
  public Answer retry(ParkedId id, String by) {
    return handle(id, Action.RETRIED, by);
  }

  @Override
  public Answer discard(ParkedId id, String by) {
    return handle(id, Action.DISCARDED, by);
  }

  private Answer handle(ParkedId id, Action action, String by) {
    try (var producer = producer();
        var consumer = KafkaClients.reader(servers)) {
      // From here on whoever was at it before can change nothing, and what they did is settled.
      producer.initTransactions();
      ConsumerRecord<byte[], byte[]> message = read(consumer, topics.syncParked(), id);
      if (message == null) {
        return new NoSuchUpdate();
      }
      Handled before = handled(consumer).get(id);
      if (before != null) {
        return new Before(before);
      }
      var handled = new Handled(action, clock.instant(), by);
      ParkedUpdate update = ParkedUpdate.of(KafkaMessages.of(message), handled);
      if (action == Action.RETRIED && !update.whole()) {
        return new Incomplete(update);
      }
      if (action == Action.RETRIED && !topics.inputs().contains(update.topic())) {
        return new NoInput(update);
      }
      admin.makeIfMissing(topics.parkedHandled());
      String key = admin.idOf(topics.syncParked()) + ":" + id;
      producer.beginTransaction();
      if (action == Action.RETRIED) {
        send(producer, backToItsTopic(message, update));
      }
      send(producer, note(key, handled));
      producer.commitTransaction();
      return new Done(update);
    }
  }

  // A message that fails fails the commit.
  @SuppressWarnings("FutureReturnValueIgnored")
  private static void send(
      KafkaProducer<byte[], byte[]> producer, ProducerRecord<byte[], byte[]> message) {
    producer.send(message);
  }

  private static ProducerRecord<byte[], byte[]> backToItsTopic(
      ConsumerRecord<byte[], byte[]> message, ParkedUpdate update) {
    var headers = new ArrayList<Header>();
    for (Header header : message.headers()) {
      // Why it was parked is over; for whom it was parked is not.
      if (!header.key().startsWith("oncegate-")
          || header.key().equals(MessageHeaders.DESTINATIONS)) {
        headers.add(header);
      }
    }
    return new ProducerRecord<>(update.topic(), null, message.key(), message.value(), headers);
  }

  private ProducerRecord<byte[], byte[]> note(String key, Handled handled) {
    List<Header> headers =
        List.of(
            new RecordHeader(AT, KafkaMessages.bytes(handled.at().toEpochMilli())),
            new RecordHeader(BY, KafkaMessages.bytes(handled.by())));
    return new ProducerRecord<>(
        topics.parkedHandled(),
        null,
        KafkaMessages.bytes(key),
        KafkaMessages.bytes(handled.action().word()),
        headers);
  }

  private Map<ParkedId, Handled> handled(KafkaConsumer<byte[], byte[]> consumer) {
    if (consumer.partitionsFor(topics.syncParked()).isEmpty()) {
      return Map.of();
    }
    String prefix = admin.idOf(topics.syncParked()) + ":";
    Map<ParkedId, Handled> handled = new HashMap<>();
    readAll(
        consumer,
        topics.parkedHandled(),
        message -> {
          String key = KafkaMessages.textOf(message.key());
          Action action = Action.of(KafkaMessages.textOf(message.value()));
          String at = KafkaMessages.text(message.headers(), AT);
          String by = KafkaMessages.text(message.headers(), BY);
          if (key != null && key.startsWith(prefix) && action != null && at != null) {
            try {
              handled.put(
                  ParkedId.parse(key.substring(prefix.length())),
                  new Handled(
                      action, Instant.ofEpochMilli(Long.parseLong(at)), by == null ? "" : by));
            } catch (IllegalArgumentException e) {
              // Not written by us, and says nothing of what is parked.
              LOG.debugf("a message of %s is passed over: %s", topics.parkedHandled(), e);
            }
          }
        });
    return handled;
  }

  private static @Nullable ConsumerRecord<byte[], byte[]> read(
      KafkaConsumer<byte[], byte[]> consumer, String topic, ParkedId id) {
    var partition = new TopicPartition(topic, id.partition());
    boolean known =
        consumer.partitionsFor(topic).stream().anyMatch(it -> it.partition() == id.partition());
    if (!known) {
      return null;
    }
    consumer.assign(List.of(partition));
    long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
    consumer.seek(partition, id.offset());
    while (consumer.position(partition) < end) {
      for (ConsumerRecord<byte[], byte[]> message : consumer.poll(POLL)) {
        return message.offset() == id.offset() ? message : null;
      }
    }
    return null;
  }

  /** Reads a topic from its beginning to where its end is now. */
  private static void readAll(
      KafkaConsumer<byte[], byte[]> consumer,
      String topic,
      Consumer<ConsumerRecord<byte[], byte[]>> reader) {
    var partitions = new ArrayList<TopicPartition>();
    for (PartitionInfo it : consumer.partitionsFor(topic)) {
      partitions.add(new TopicPartition(topic, it.partition()));
    }
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    KafkaClients.readToEnd(consumer, reader);
  }

  private KafkaProducer<byte[], byte[]> producer() {
    Map<String, Object> config = new HashMap<>(servers);
    config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, TRANSACTIONAL_ID);
    config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, largestMessage);
    config.put(ProducerConfig.BUFFER_MEMORY_CONFIG, Math.max(32 * 1024 * 1024, largestMessage));
    config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, (int) KafkaClients.CALL_TIMEOUT.toMillis());
    return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
  }
}
