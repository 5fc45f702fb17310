package dev.oncegate.kafka;

import dev.oncegate.pipeline.MessageWriter;
import dev.oncegate.pipeline.OutputMessage;
import dev.oncegate.pipeline.StepProbe;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Writes all that a lane publishes, a transaction a batch. After any failure it is closed and
 * another is opened under the same name, which settles what this one left open: Kafka finishes a
 * commit that was under way and aborts anything else.
 */
final class TransactionalWriter implements MessageWriter, AutoCloseable {
  private final KafkaProducer<byte[], byte[]> producer;
  private final StepProbe probe;
  private boolean isOpen;

  TransactionalWriter(KafkaProducer<byte[], byte[]> producer, StepProbe probe) {
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

  @Override
  public void write(OutputMessage message) {
    @Nullable Integer partition = message.partition();
    send(
        new ProducerRecord<>(
            message.topic(),
            partition == null ? null : partition % partitionsOf(message.topic()),
            message.key(),
            message.value(),
            KafkaMessages.of(message.headers())));
  }

  // What fails later fails the commit, so that nobody needs to look at the futures.
  @SuppressWarnings("FutureReturnValueIgnored")
  private void send(ProducerRecord<byte[], byte[]> message) {
    producer.send(message);
  }

  int partitionsOf(String topic) {
    return producer.partitionsFor(topic).size();
  }

  /**
   * Commits all that was written, the offsets, and notes of them, which come behind the offsets: a
   * client that has been told the group's offsets then knows that nobody else's notes are still
   * under way.
   */
  void commit(
      Map<TopicPartition, OffsetAndMetadata> offsets,
      ConsumerGroupMetadata group,
      List<ProducerRecord<byte[], byte[]>> notes) {
    producer.sendOffsetsToTransaction(offsets, group);
    notes.forEach(this::send);
    probe.at(StepProbe.Step.INSIDE_KAFKA_COMMIT);
    producer.commitTransaction();
    isOpen = false;
  }

  /** Takes back what was written since the beginning, if anything was begun. */
  void abort() {
    if (isOpen) {
      isOpen = false;
      producer.abortTransaction();
    }
  }

  /** The next writer of this name settles what is open. */
  @Override
  public void close() {
    producer.close(Duration.ZERO);
  }
}
