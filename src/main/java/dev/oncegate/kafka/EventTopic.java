package dev.oncegate.kafka;

import dev.oncegate.core.DependencyUnavailableException;
import dev.oncegate.core.update.RecordPosition;
import dev.oncegate.pipeline.PublishedEvents;
import dev.oncegate.pipeline.TopicNames;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/** The topic of events, read as its readers do. */
public final class EventTopic implements PublishedEvents {
  private final Map<String, Object> servers;
  private final String topic;

  /**
   * A reader of the topic.
   *
   * @param servers how Kafka is reached
   */
  public EventTopic(Map<String, Object> servers, TopicNames topics) {
    this.servers = Map.copyOf(servers);
    this.topic = topics.destinationEvents();
  }

  @Override
  public long since(Instant since, EventReceiver receiver) {
    UUID topicId = topicId();
    try (KafkaConsumer<byte[], byte[]> consumer = KafkaClients.reader(servers)) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(it -> new TopicPartition(topic, it.partition()))
              .toList();
      consumer.assign(partitions);
      long notKept = KafkaClients.seek(consumer, partitions, since);
      KafkaClients.readToEnd(
          consumer,
          message -> {
            byte[] value = message.value();
            if (value != null) {
              var position = new RecordPosition(topicId, message.partition(), message.offset());
              receiver.take(position, value);
            }
          });
      return notKept;
    }
  }

  private UUID topicId() {
    try {
      return TopicAdmin.idOf(servers, topic);
    } catch (RecordingFailedException e) {
      throw new DependencyUnavailableException(String.valueOf(e.getMessage()), e);
    }
  }
}
