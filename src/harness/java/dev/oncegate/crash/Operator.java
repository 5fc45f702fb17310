package dev.oncegate.crash;

import dev.oncegate.testkit.Await;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Does to groups and topics what people do to them while no process runs, and knows which updates
 * are read again for it.
 */
final class Operator implements AutoCloseable {
  static final String IDENTIFY = "oncegate-identify";
  static final String SYNC = "oncegate-sync";

  private static final String IDENTIFIED = "identified-output";
  private static final Duration SETTLED_WITHIN = Duration.ofSeconds(60);
  private static final Duration POLL = Duration.ofMillis(200);

  private final String bootstrapServers;
  private final Admin admin;
  private final List<String> readAgain = new ArrayList<>();
  // Where the group was before it was set back.
  private Map<TopicPartition, Long> syncWas = Map.of();

  /** Where a group is set back to. */
  enum Back {
    START,
    MIDDLE,
    LAST_BATCH,
    NOWHERE
  }

  Operator(String bootstrapServers) {
    this.bootstrapServers = bootstrapServers;
    this.admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers));
  }

  /** The messages that were, or will be, read once more, as often as they are. */
  List<String> readAgain() {
    return readAgain;
  }

  /** Sets a group without members back, or deletes it. */
  void setBack(String group, String topic, Back back) {
    awaitEmpty(group);
    Map<TopicPartition, Long> committed = committed(group, topic);
    Map<TopicPartition, Long> from = new HashMap<>();
    committed.forEach(
        (partition, at) ->
            from.put(
                partition,
                switch (back) {
                  case START, NOWHERE -> 0L;
                  case MIDDLE -> at / 2;
                  // Its end is a transaction's, which is no message.
                  case LAST_BATCH -> Math.max(0, at - 10);
                }));
    for (ConsumerRecord<byte[], byte[]> message : read(from, committed)) {
      readAgain.add(messageIdOf(message));
    }
    if (group.equals(SYNC)) {
      syncWas = committed;
    }
    if (back == Back.NOWHERE && !committed.isEmpty()) {
      settled(admin.deleteConsumerGroups(List.of(group)).all());
    } else {
      Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
      from.forEach((partition, at) -> offsets.put(partition, new OffsetAndMetadata(at)));
      settled(admin.alterConsumerGroupOffsets(group, offsets).all());
    }
  }

  /** Waits until both stages are through with all there is, which nobody adds to any more. */
  void awaitEnd() {
    awaitEnd(IDENTIFY, Feed.TOPIC);
    awaitEnd(SYNC, IDENTIFIED);
  }

  private void awaitEnd(String group, String topic) {
    Await.until(
        group + " has read all",
        SETTLED_WITHIN,
        () -> {
          Map<TopicPartition, Long> ends = Topics.settledEnds(bootstrapServers, topic);
          ends.values().removeIf(end -> end == 0);
          return committed(group, topic).equals(ends);
        });
  }

  /** Waits until a group that was set back has read all of it again. */
  void awaitReadAgain() {
    Await.until(
        SYNC + " has read it again",
        SETTLED_WITHIN,
        () -> {
          Map<TopicPartition, Long> now = committed(SYNC, IDENTIFIED);
          return syncWas.entrySet().stream()
              .allMatch(it -> now.getOrDefault(it.getKey(), 0L) >= it.getValue());
        });
    syncWas = Map.of();
  }

  /**
   * Deletes the topic between the stages and makes it again. What was not decided yet comes into
   * the new one, and so do some updates that were, for a destination that got what it was to get.
   */
  void makeIdentifiedAgain(int partitions, Set<String> sentOnce) {
    awaitEmpty(IDENTIFY);
    awaitEmpty(SYNC);
    Map<TopicPartition, Long> committed = committed(SYNC, IDENTIFIED);
    Map<TopicPartition, Long> starts = new HashMap<>();
    Map<TopicPartition, Long> ends = Topics.settledEnds(bootstrapServers, IDENTIFIED);
    ends.keySet().forEach(partition -> starts.put(partition, 0L));
    var kept = new ArrayList<ConsumerRecord<byte[], byte[]>>();
    for (ConsumerRecord<byte[], byte[]> message : read(starts, ends)) {
      var partition = new TopicPartition(IDENTIFIED, message.partition());
      if (message.offset() >= committed.getOrDefault(partition, 0L)) {
        kept.add(message);
      } else if (sentOnce.contains(messageIdOf(message))) {
        kept.add(message);
        readAgain.add(messageIdOf(message));
      }
    }
    settled(admin.deleteTopics(List.of(IDENTIFIED)).all());
    var made = new NewTopic(IDENTIFIED, Optional.of(partitions), Optional.empty());
    settled(
        admin.createTopics(List.of(made.configs(Map.of("max.message.bytes", "33554432")))).all());
    Map<String, Object> config =
        Map.of("bootstrap.servers", bootstrapServers, "max.in.flight.requests.per.connection", 1);
    try (var producer =
        new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
      var sent = new ArrayList<Future<?>>();
      for (ConsumerRecord<byte[], byte[]> message : kept) {
        sent.add(
            producer.send(
                new ProducerRecord<>(
                    IDENTIFIED, null, message.key(), message.value(), message.headers())));
      }
      sent.forEach(Operator::settled);
    }
  }

  private void awaitEmpty(String group) {
    Await.until(
        group + " has no members",
        SETTLED_WITHIN,
        () -> {
          try {
            return admin.describeConsumerGroups(List.of(group)).all().get().values().stream()
                .allMatch(it -> it.groupState() == GroupState.EMPTY);
          } catch (ExecutionException e) {
            // Nobody has come since it was deleted.
            if (e.getCause() instanceof GroupIdNotFoundException) {
              return true;
            }
            throw e;
          }
        });
  }

  /** What a group has committed of a topic, when no transaction is to change that any more. */
  private Map<TopicPartition, Long> committed(String group, String topic) {
    Map<String, Object> config =
        Map.of(
            "bootstrap.servers", bootstrapServers,
            "group.id", group,
            "allow.auto.create.topics", false);
    Map<TopicPartition, Long> committed = new HashMap<>();
    // An administrator's client leaves out what is not settled; a consumer waits for it.
    try (var consumer =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      var partitions = Topics.partitions(consumer, topic::equals);
      consumer
          .committed(Set.copyOf(partitions), SETTLED_WITHIN)
          .forEach(
              (partition, at) -> {
                if (at != null) {
                  committed.put(partition, at.offset());
                }
              });
    }
    return committed;
  }

  private List<ConsumerRecord<byte[], byte[]>> read(
      Map<TopicPartition, Long> from, Map<TopicPartition, Long> to) {
    var read = new ArrayList<ConsumerRecord<byte[], byte[]>>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        Topics.reader(bootstrapServers, "read_committed")) {
      consumer.assign(from.keySet());
      from.forEach(consumer::seek);
      while (to.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        for (ConsumerRecord<byte[], byte[]> message : consumer.poll(POLL)) {
          Long end = to.get(new TopicPartition(message.topic(), message.partition()));
          if (end != null && message.offset() < end) {
            read.add(message);
          }
        }
      }
    }
    return read;
  }

  private static String messageIdOf(ConsumerRecord<byte[], byte[]> message) {
    return History.firstMessageId(new String(message.value(), StandardCharsets.UTF_8));
  }

  private static <T> T settled(Future<T> future) {
    try {
      return future.get();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    admin.close(Duration.ofSeconds(1));
  }
}
