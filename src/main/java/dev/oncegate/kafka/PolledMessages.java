package dev.oncegate.kafka;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Messages that were polled and are not through yet, those of each partition in order.
 *
 * @param next where each of their partitions goes on when all of them are through
 */
record PolledMessages(
    List<ConsumerRecord<byte[], byte[]>> messages, Map<TopicPartition, OffsetAndMetadata> next) {
  static final PolledMessages NONE = new PolledMessages(List.of(), Map.of());

  static PolledMessages of(ConsumerRecords<byte[], byte[]> polled) {
    var messages = new ArrayList<ConsumerRecord<byte[], byte[]>>(polled.count());
    polled.forEach(messages::add);
    return new PolledMessages(messages, polled.nextOffsets());
  }

  boolean isEmpty() {
    return messages.isEmpty();
  }

  /** These, and what was polled after them. */
  PolledMessages and(PolledMessages later) {
    var all = new ArrayList<>(messages);
    all.addAll(later.messages);
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>(next);
    offsets.putAll(later.next);
    return new PolledMessages(all, offsets);
  }

  /** What is left when the first of them are through. */
  PolledMessages after(int count) {
    if (count == messages.size()) {
      return NONE;
    }
    List<ConsumerRecord<byte[], byte[]>> rest = messages.subList(count, messages.size());
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>(next);
    offsets.keySet().retainAll(firsts(rest).keySet());
    return new PolledMessages(rest, offsets);
  }

  /** What is to be committed when the first of them are through. */
  Map<TopicPartition, OffsetAndMetadata> offsetsAfter(int count) {
    if (count == messages.size()) {
      return next;
    }
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>(next);
    offsets.keySet().retainAll(firsts(messages.subList(0, count)).keySet());
    firsts(messages.subList(count, messages.size()))
        .forEach(
            (partition, first) ->
                offsets.replace(
                    partition, new OffsetAndMetadata(first.offset(), first.leaderEpoch(), "")));
    return offsets;
  }

  /** Has them polled again, as far as their partitions are still the consumer's. */
  void backToStart(KafkaConsumer<byte[], byte[]> consumer) {
    Map<TopicPartition, ConsumerRecord<byte[], byte[]>> firsts = firsts(messages);
    firsts.keySet().retainAll(consumer.assignment());
    firsts.forEach((partition, first) -> consumer.seek(partition, first.offset()));
  }

  private static Map<TopicPartition, ConsumerRecord<byte[], byte[]>> firsts(
      List<ConsumerRecord<byte[], byte[]>> messages) {
    Map<TopicPartition, ConsumerRecord<byte[], byte[]>> firsts = new LinkedHashMap<>();
    int partition = -1;
    for (ConsumerRecord<byte[], byte[]> message : messages) {
      // Mostly the same as before, so that it is not looked up.
      if (message.partition() != partition) {
        partition = message.partition();
        firsts.putIfAbsent(new TopicPartition(message.topic(), partition), message);
      }
    }
    return firsts;
  }
}
