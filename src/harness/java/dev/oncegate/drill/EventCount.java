package dev.oncegate.drill;

import dev.oncegate.testkit.Await;
import dev.oncegate.testkit.EmbeddedBroker;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Counts the events of one update that anybody can read, from now on. */
final class EventCount implements AutoCloseable {
  private static final String TOPIC = "destination-events";
  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration QUIET = Duration.ofSeconds(2);
  private static final String MESSAGE_ID = "\"messageId\":\"";

  private final String source;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Set<String> messageIds = new HashSet<>();
  private int count;

  /**
   * What arrived.
   *
   * @param different how many different events these are
   */
  record Arrived(int events, int different) {}

  EventCount(EmbeddedBroker broker, String sourceMessageId) {
    source = "\"sourceMessageId\":\"" + sourceMessageId + '"';
    consumer =
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
    consumer.assign(
        consumer.partitionsFor(TOPIC).stream()
            .map(it -> new TopicPartition(TOPIC, it.partition()))
            .toList());
    consumer.seekToEnd(consumer.assignment());
    // Looked up now, since it is lazy otherwise.
    consumer.assignment().forEach(consumer::position);
  }

  /** Reads until all have arrived, and then for as long as more do. */
  Arrived await(int events, Duration limit) {
    Await.until(
        events + " events have arrived",
        limit,
        () -> {
          while (count < events && readSome()) {}
          return count >= events;
        });
    long end = System.nanoTime() + QUIET.toNanos();
    while (readSome() || System.nanoTime() < end) {}
    return new Arrived(count, messageIds.size());
  }

  private boolean readSome() {
    ConsumerRecords<byte[], byte[]> some = consumer.poll(POLL);
    for (ConsumerRecord<byte[], byte[]> event : some) {
      String json = new String(event.value(), StandardCharsets.UTF_8);
      if (json.contains(source)) {
        count++;
        int from = json.indexOf(MESSAGE_ID) + MESSAGE_ID.length();
        messageIds.add(json.substring(from, json.indexOf('"', from)));
      }
    }
    return !some.isEmpty();
  }

  @Override
  public void close() {
    consumer.close();
  }
}
