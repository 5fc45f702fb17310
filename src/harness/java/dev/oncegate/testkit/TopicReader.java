package dev.oncegate.testkit;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads all that is committed on a topic, from its beginning on. */
public final class TopicReader implements AutoCloseable {
  private static final Duration APPEARS_WITHIN = Duration.ofSeconds(30);
  private static final Duration POLL = Duration.ofMillis(100);

  private final String topic;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final List<ConsumerRecord<byte[], byte[]>> read = new ArrayList<>();

  public TopicReader(EmbeddedBroker broker, String topic) {
    this.topic = topic;
    this.consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers",
                broker.bootstrapServers(),
                "isolation.level",
                "read_committed",
                "auto.offset.reset",
                "earliest"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    Await.until(
        topic + " is there", APPEARS_WITHIN, () -> !consumer.partitionsFor(topic).isEmpty());
    consumer.assign(
        consumer.partitionsFor(topic).stream()
            .map(it -> new TopicPartition(topic, it.partition()))
            .toList());
  }

  /** All that was read, as soon as it is that much or more. */
  public List<ConsumerRecord<byte[], byte[]>> await(int count, Duration limit) {
    Await.until(
        count + " messages are on " + topic,
        limit,
        () -> {
          while (read.size() < count && readMore()) {}
          return read.size() >= count;
        });
    return List.copyOf(read);
  }

  private boolean readMore() {
    ConsumerRecords<byte[], byte[]> more = consumer.poll(POLL);
    more.forEach(read::add);
    return !more.isEmpty();
  }

  /** The same, as text. */
  public List<String> awaitTexts(int count, Duration limit) {
    return await(count, limit).stream()
        .map(it -> new String(it.value(), StandardCharsets.UTF_8))
        .toList();
  }

  /** All that there is by now. */
  public List<ConsumerRecord<byte[], byte[]>> all(Duration limit) {
    Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
    Await.until(
        topic + " is read",
        limit,
        () -> {
          while (!isAt(ends) && readMore()) {}
          return isAt(ends);
        });
    return List.copyOf(read);
  }

  private boolean isAt(Map<TopicPartition, Long> ends) {
    return ends.entrySet().stream()
        .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
  }

  @Override
  public void close() {
    consumer.close();
  }
}
