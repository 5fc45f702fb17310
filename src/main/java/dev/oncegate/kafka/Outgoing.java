package dev.oncegate.kafka;

import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * A message that shares its headers with others. Kafka holds the headers of each message until the
 * broker has it, and a batch is tens of thousands of messages with the same few.
 */
final class Outgoing extends ProducerRecord<byte[], byte[]> {
  private static final RecordHeaders NONE = shared();

  private final RecordHeaders headers;

  /** Without headers. */
  Outgoing(String topic, byte[] key, byte[] value) {
    this(topic, key, value, NONE);
  }

  /**
   * With headers.
   *
   * @param headers made by {@link #shared}
   */
  Outgoing(String topic, byte[] key, byte[] value, RecordHeaders headers) {
    super(topic, key, value);
    this.headers = headers;
  }

  /** Headers that nobody can add to. */
  static RecordHeaders shared(Header... headers) {
    var shared = new RecordHeaders(headers);
    shared.setReadOnly();
    return shared;
  }

  @Override
  public org.apache.kafka.common.header.Headers headers() {
    return headers;
  }
}
