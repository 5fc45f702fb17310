package dev.oncegate.kafka;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * How far each partition of a stage's input is published, on a compacted topic. A note is part of
 * the transaction that publishes, so it is true whatever dies, and whatever becomes of the group's
 * offsets.
 */
final class PublishedOffsets {
  /** Over how many partitions notes are spread, even if the topic has more. */
  static final int SPREAD = 12;

  private static final Duration POLL = Duration.ofMillis(50);
  private static final Duration READ_WITHIN = Duration.ofSeconds(5);

  private final TopicBook topics;
  private final Map<String, Object> servers;
  private final Stage stage;

  PublishedOffsets(TopicBook topics, LaneSettings settings) {
    this.topics = topics;
    this.servers = settings.servers();
    this.stage = settings.stage();
  }

  /**
   * Up to where (exclusive) partitions of a topic are published; those that nothing was ever noted
   * of are left out. Whoever asks must have asked for the group's offsets before: Kafka answers
   * that when no transaction has any of them in hand, and a note is sent after the offsets, so that
   * what is noted from then on is the asker's own.
   *
   * @throws Unavailable if somebody's transaction has to end first, and does not
   */
  Map<Integer, Long> read(UUID topicId, Collection<Integer> partitions) {
    try (KafkaConsumer<byte[], byte[]> consumer = Clients.reader(servers)) {
      int count = consumer.partitionsFor(topic()).size();
      Map<String, Integer> wanted = new HashMap<>();
      Map<TopicPartition, Long> ends = new HashMap<>();
      for (int partition : partitions) {
        wanted.put(key(topicId, partition), partition);
        ends.put(new TopicPartition(topic(), placeOf(partition, count)), 0L);
      }
      // Not where committed messages end: a commit that is being carried out counts.
      ends.putAll(topics.ends(ends.keySet()));
      consumer.assign(ends.keySet());
      consumer.seekToBeginning(ends.keySet());
      Map<Integer, Long> found = new TreeMap<>();
      long giveUp = System.nanoTime() + READ_WITHIN.toNanos();
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        if (System.nanoTime() - giveUp > 0) {
          throw new Unavailable(
              "a transaction on " + topic() + " is open; Kafka ends it if nobody else does");
        }
        for (ConsumerRecord<byte[], byte[]> note : consumer.poll(POLL)) {
          Integer partition = wanted.get(Headers.textOf(note.key()));
          if (partition != null && note.value() != null) {
            found.merge(
                partition,
                Long.valueOf(new String(note.value(), StandardCharsets.UTF_8)),
                Math::max);
          }
        }
      }
      return found;
    }
  }

  /** Says up to where (exclusive) a partition is published by the transaction that it is in. */
  ProducerRecord<byte[], byte[]> note(UUID topicId, int partition, long upTo, Outbox out) {
    return new ProducerRecord<>(
        topic(),
        placeOf(partition, out.partitionsOf(topic())),
        Headers.bytes(key(topicId, partition)),
        Headers.bytes(upTo));
  }

  // Two stages share one only where there are too few for all, so that who looks here seldom waits
  // for a transaction that is none of its partitions'.
  private int placeOf(int partition, int count) {
    int ofStage =
        switch (stage) {
          case IDENTIFY -> 0;
          case SYNC -> 1;
          case SYNC_SLOW -> 2;
        };
    return (3 * partition + ofStage) % Math.min(count, SPREAD);
  }

  private String key(UUID topicId, int partition) {
    return stage.word() + "/" + topicId + "/" + partition;
  }

  private String topic() {
    return topics.topics().published();
  }
}
