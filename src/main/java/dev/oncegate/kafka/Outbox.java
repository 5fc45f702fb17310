package dev.oncegate.kafka;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;

/**
 * Everything that a lane publishes, a transaction a batch. After any failure it is closed and
 * another is opened under the same name, which settles what this one left open: Kafka finishes a
 * commit that was under way and aborts anything else.
 */
final class Outbox implements AutoCloseable {
  private final KafkaProducer<byte[], byte[]> producer;
  private final LaneProbe probe;
  private boolean isOpen;

  Outbox(KafkaProducer<byte[], byte[]> producer, LaneProbe probe) {
    this.producer = producer;
    this.probe = probe;
    try {
      producer.initTransactions();
    } catch (RuntimeException e) {
      producer.close(Duration.ZERO);
      throw e;
    }
  }

  void begin() {
    producer.beginTransaction();
    isOpen = true;
  }

  // What fails later fails the commit, so that nobody needs to look at the futures.
  @SuppressWarnings("FutureReturnValueIgnored")
  void send(ProducerRecord<byte[], byte[]> message) {
    producer.send(message);
  }

  int partitionsOf(String topic) {
    return producer.partitionsFor(topic).size();
  }

  /**
   * Commits all that was sent, the offsets, and notes of them, which come behind the offsets: who
   * has been told the group's offsets then knows that nobody else's notes are still under way.
   */
  void commit(
      Map<TopicPartition, OffsetAndMetadata> offsets,
      ConsumerGroupMetadata group,
      List<ProducerRecord<byte[], byte[]>> notes) {
    producer.sendOffsetsToTransaction(offsets, group);
    notes.forEach(this::send);
    probe.at(LaneProbe.Point.INSIDE_KAFKA_COMMIT);
    producer.commitTransaction();
    isOpen = false;
  }

  /** Takes back what was sent since the beginning, if anything was begun. */
  void abort() {
    if (isOpen) {
      isOpen = false;
      producer.abortTransaction();
    }
  }

  /** Bytes of a message on the wire, rather too many than too few. */
  static int sizeOf(ProducerRecord<byte[], byte[]> message) {
    int size = TopicBook.ENVELOPE + lengthOf(message.key()) + lengthOf(message.value());
    for (Header header : message.headers()) {
      size += 10 + header.key().getBytes(StandardCharsets.UTF_8).length + lengthOf(header.value());
    }
    return size;
  }

  private static int lengthOf(byte[] bytes) {
    return bytes == null ? 0 : bytes.length;
  }

  /** Leaves without a word; whoever opens the next outbox of this name settles the rest. */
  @Override
  public void close() {
    producer.close(Duration.ZERO);
  }
}
