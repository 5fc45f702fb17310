package dev.oncegate.crash;

import dev.oncegate.testkit.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reading topics as anybody would who has nothing but the broker's address. */
final class Topics {
  /** Longer than a transaction that a killed process left open can stay open. */
  private static final Duration SETTLED_WITHIN = Duration.ofSeconds(90);

  private static final Duration POLL = Duration.ofMillis(200);

  private Topics() {}

  static KafkaConsumer<byte[], byte[]> reader(String bootstrapServers, String isolation) {
    return new KafkaConsumer<>(
        Map.of(
            "bootstrap.servers",
            bootstrapServers,
            "isolation.level",
            isolation,
            "auto.offset.reset",
            "earliest",
            "enable.auto.commit",
            "false",
            "allow.auto.create.topics",
            "false"),
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer());
  }

  static List<TopicPartition> partitions(
      KafkaConsumer<byte[], byte[]> consumer, Predicate<String> wanted) {
    var partitions = new ArrayList<TopicPartition>();
    for (Map.Entry<String, List<PartitionInfo>> topic : consumer.listTopics().entrySet()) {
      if (wanted.test(topic.getKey())) {
        for (PartitionInfo partition : topic.getValue()) {
          partitions.add(new TopicPartition(partition.topic(), partition.partition()));
        }
      }
    }
    return partitions;
  }

  /**
   * Everything that is committed in these topics, each partition's in its order.
   *
   * @throws IllegalStateException if a transaction stays open
   */
  static void readAll(
      String bootstrapServers,
      Predicate<String> wanted,
      Consumer<ConsumerRecord<byte[], byte[]>> take) {
    try (var consumer = reader(bootstrapServers, "read_committed")) {
      List<TopicPartition> partitions = partitions(consumer, wanted);
      Map<TopicPartition, Long> ends = settledEnds(bootstrapServers, consumer, partitions);
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      while (!isThrough(consumer, ends)) {
        for (ConsumerRecord<byte[], byte[]> message : consumer.poll(POLL)) {
          take.accept(message);
        }
      }
    }
  }

  /** Where a topic ends when no transaction is open. */
  static Map<TopicPartition, Long> settledEnds(String bootstrapServers, String topic) {
    try (var consumer = reader(bootstrapServers, "read_committed")) {
      return settledEnds(bootstrapServers, consumer, partitions(consumer, topic::equals));
    }
  }

  private static Map<TopicPartition, Long> settledEnds(
      String bootstrapServers,
      KafkaConsumer<byte[], byte[]> committed,
      List<TopicPartition> partitions) {
    try (var everything = reader(bootstrapServers, "read_uncommitted")) {
      Map<TopicPartition, Long> ends = new HashMap<>();
      Await.until(
          "no transaction is open",
          SETTLED_WITHIN,
          () -> {
            ends.putAll(committed.endOffsets(partitions));
            return ends.equals(everything.endOffsets(partitions));
          });
      return ends;
    }
  }

  private static boolean isThrough(
      KafkaConsumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
    for (Map.Entry<TopicPartition, Long> end : ends.entrySet()) {
      if (consumer.position(end.getKey()) < end.getValue()) {
        return false;
      }
    }
    return true;
  }
}
