package dev.oncegate.kafka;

import dev.oncegate.core.update.RecordPosition;
import dev.oncegate.pipeline.InputMessage;
import dev.oncegate.pipeline.MessageBatch;
import dev.oncegate.pipeline.MessageHeaders;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Messages as they were polled, and what is known of where. */
final class KafkaBatch implements MessageBatch {
  private final String topic;
  private final UUID topicId;
  private final Future<UUID> topicIdNow;
  private final Map<Integer, Long> publishedUpTo;
  private final List<InputMessage> messages;

  /**
   * A batch of one topic.
   *
   * @param topicId what the topic's id was before anything of it was read
   * @param topicIdNow what it is after all of this was
   * @param publishedUpTo (exclusive) what of each partition was published before
   */
  KafkaBatch(
      List<ConsumerRecord<byte[], byte[]>> polled,
      FailingMessages failing,
      UUID topicId,
      Future<UUID> topicIdNow,
      Map<Integer, Long> publishedUpTo) {
    this.topic = polled.getFirst().topic();
    this.topicId = topicId;
    this.topicIdNow = topicIdNow;
    this.publishedUpTo = Map.copyOf(publishedUpTo);
    this.messages = new ArrayList<>(polled.size());
    for (ConsumerRecord<byte[], byte[]> message : polled) {
      messages.add(
          new InputMessage(
              KafkaMessages.of(message),
              new RecordPosition(topicId, message.partition(), message.offset()),
              isReadAgain(message),
              failing.whyParked(message)));
    }
  }

  private boolean isReadAgain(ConsumerRecord<byte[], byte[]> message) {
    return message.offset() < publishedUpTo(message.partition())
        || message.headers().lastHeader(MessageHeaders.READ_AGAIN) != null;
  }

  @Override
  public List<InputMessage> messages() {
    return messages;
  }

  @Override
  public long publishedUpTo(int partition) {
    return publishedUpTo.getOrDefault(partition, 0L);
  }

  /**
   * Returns when it is certain that all messages are of this topic.
   *
   * @throws TopicReplacedException if they may be of another that has, or had, its name
   */
  @Override
  public void confirmTopic() {
    confirm(topic, topicId, topicIdNow);
  }

  /** Throws unless a topic still is what it was. */
  static void confirm(String topic, UUID topicId, Future<UUID> topicIdNow) {
    try {
      if (!TopicAdmin.await(topicIdNow).equals(topicId)) {
        throw new TopicReplacedException(topic);
      }
    } catch (UnknownTopicOrPartitionException e) {
      throw new TopicReplacedException(topic, e);
    }
  }
}
