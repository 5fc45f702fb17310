package dev.oncegate.kafka;

import java.util.ArrayDeque;
import java.util.Comparator;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** A partition while it is recorded: what was fetched of it and not handed out yet. */
final class RecordedPartition {
  /** By when their next messages were put there. */
  static final Comparator<RecordedPartition> BY_NEXT =
      Comparator.<RecordedPartition>comparingLong(it -> it.fetched.getFirst().timestamp())
          .thenComparingInt(it -> it.partition.partition());

  private final TopicPartition partition;
  private final long start;
  private final ArrayDeque<ConsumerRecord<byte[], byte[]>> fetched = new ArrayDeque<>();
  private long end;

  RecordedPartition(TopicPartition partition, long start, long end) {
    this.partition = partition;
    this.start = start;
    this.end = end;
  }

  TopicPartition partition() {
    return partition;
  }

  long start() {
    return start;
  }

  /** Where it ends; nothing from there on is recorded. */
  long end() {
    return end;
  }

  void endAt(long offset) {
    end = offset;
    while (!fetched.isEmpty() && fetched.getLast().offset() >= offset) {
      fetched.removeLast();
    }
  }

  boolean hasNext() {
    return !fetched.isEmpty();
  }

  void add(ConsumerRecord<byte[], byte[]> message) {
    if (message.offset() < end) {
      fetched.add(message);
    }
  }

  ConsumerRecord<byte[], byte[]> next() {
    return fetched.removeFirst();
  }
}
