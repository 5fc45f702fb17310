package dev.oncegate.bench;

import dev.oncegate.testkit.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.GroupNotEmptyException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/** The broker's topics and groups, as anybody sees and changes them from outside. */
final class Topics implements AutoCloseable {
  static final int PARTITIONS = 4;

  private static final Duration LEAVES_WITHIN = Duration.ofSeconds(30);
  private static final Duration POLL = Duration.ofMillis(200);

  private final String bootstrapServers;
  private final Admin admin;

  Topics(String bootstrapServers) {
    this.bootstrapServers = bootstrapServers;
    this.admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers));
  }

  void make(String topic) {
    await(
        admin
            .createTopics(List.of(new NewTopic(topic, Optional.of(PARTITIONS), Optional.empty())))
            .all());
  }

  /** Removes all topics whose names begin like this. */
  void removeAll(String begin) {
    List<String> found =
        await(admin.listTopics().names()).stream().filter(it -> it.startsWith(begin)).toList();
    await(admin.deleteTopics(found).all());
  }

  /** How many messages of a topic a group has done with, as far as it has committed. */
  long committed(String group, String topic) {
    Map<TopicPartition, @Nullable OffsetAndMetadata> offsets =
        await(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
    long sum = 0;
    for (Map.Entry<TopicPartition, @Nullable OffsetAndMetadata> entry : offsets.entrySet()) {
      OffsetAndMetadata offset = entry.getValue();
      if (offset != null && entry.getKey().topic().equals(topic)) {
        sum += offset.offset();
      }
    }
    return sum;
  }

  /** Where a topic ends, over all its partitions: how many messages it has, and markers. */
  long end(String topic) {
    Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
    for (TopicPartition partition : partitions(topic)) {
      latest.put(partition, OffsetSpec.latest());
    }
    return await(admin.listOffsets(latest).all()).values().stream()
        .mapToLong(it -> it.offset())
        .sum();
  }

  /** Has a group forgotten, as soon as its last member has left. */
  void forget(String group) {
    Await.until(
        "the group " + group + " is empty",
        LEAVES_WITHIN,
        () -> {
          try {
            admin.deleteConsumerGroups(List.of(group)).all().get();
            return true;
          } catch (ExecutionException e) {
            if (e.getCause() instanceof GroupIdNotFoundException) {
              return true;
            }
            if (e.getCause() instanceof GroupNotEmptyException) {
              return false;
            }
            throw e;
          }
        });
  }

  /** A reader of everything that is committed from now on. */
  KafkaConsumer<byte[], byte[]> readerAtEnd(String topic) {
    KafkaConsumer<byte[], byte[]> reader = reader();
    reader.assign(partitions(topic));
    reader.seekToEnd(reader.assignment());
    reader.assignment().forEach(reader::position);
    return reader;
  }

  /** Reads everything that is committed. */
  void readAll(String topic, Consumer<ConsumerRecord<byte[], byte[]>> take) {
    try (KafkaConsumer<byte[], byte[]> reader = reader()) {
      Collection<TopicPartition> partitions = partitions(topic);
      reader.assign(partitions);
      reader.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = reader.endOffsets(partitions);
      while (ends.entrySet().stream()
          .anyMatch(end -> reader.position(end.getKey()) < end.getValue())) {
        reader.poll(POLL).forEach(take);
      }
    }
  }

  private KafkaConsumer<byte[], byte[]> reader() {
    return new KafkaConsumer<>(
        Map.of(
            "bootstrap.servers",
            bootstrapServers,
            "isolation.level",
            "read_committed",
            "enable.auto.commit",
            "false",
            "max.poll.records",
            "10000",
            "max.partition.fetch.bytes",
            Integer.toString(8 << 20)),
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer());
  }

  private List<TopicPartition> partitions(String topic) {
    var partitions = new ArrayList<TopicPartition>();
    for (TopicDescription description :
        await(admin.describeTopics(List.of(topic)).allTopicNames()).values()) {
      description
          .partitions()
          .forEach(it -> partitions.add(new TopicPartition(topic, it.partition())));
    }
    return partitions;
  }

  private static <T> T await(KafkaFuture<T> answer) {
    try {
      return answer.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("the broker refuses", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the broker answers", e);
    }
  }

  @Override
  public void close() {
    admin.close(Duration.ofSeconds(2));
  }
}
