package dev.oncegate.kafka;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Messages as they were read, and what is known of where. */
final class Batch {
  private final List<ConsumerRecord<byte[], byte[]>> messages;
  private final UUID topicId;
  private final Future<UUID> topicIdNow;
  private final Map<Integer, Long> publishedUpTo;

  /**
   * A batch of one topic.
   *
   * @param topicId what the topic's id was before anything of it was read
   * @param topicIdNow what it is after all of this was
   * @param publishedUpTo (exclusive) what of each partition was published before
   */
  Batch(
      List<ConsumerRecord<byte[], byte[]>> messages,
      UUID topicId,
      Future<UUID> topicIdNow,
      Map<Integer, Long> publishedUpTo) {
    this.messages = messages;
    this.topicId = topicId;
    this.topicIdNow = topicIdNow;
    this.publishedUpTo = Map.copyOf(publishedUpTo);
  }

  Batch publishedUpTo(Map<Integer, Long> known) {
    return new Batch(messages, topicId, topicIdNow, known);
  }

  List<ConsumerRecord<byte[], byte[]>> messages() {
    return messages;
  }

  Place placeOf(ConsumerRecord<byte[], byte[]> message) {
    return new Place(topicId, message.partition(), message.offset());
  }

  long publishedUpTo(int partition) {
    return publishedUpTo.getOrDefault(partition, 0L);
  }

  /** Whether what follows from a message was published before, here or on its way to here. */
  boolean isReadAgain(ConsumerRecord<byte[], byte[]> message) {
    return message.offset() < publishedUpTo(message.partition())
        || message.headers().lastHeader(Headers.READ_AGAIN) != null;
  }

  /**
   * Returns when it is certain that all messages are of this topic. To be called before anything
   * follows from them.
   *
   * @throws TopicReplacedException if they may be of another that has, or had, its name
   */
  void confirmTopic() {
    String topic = messages.getFirst().topic();
    try {
      if (!TopicBook.await(topicIdNow).equals(topicId)) {
        throw new TopicReplacedException(topic);
      }
    } catch (UnknownTopicOrPartitionException e) {
      throw new TopicReplacedException(topic, e);
    }
  }
}
