package dev.oncegate.kafka;

import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

/** Where a message came from: for one that was forwarded, where it was forwarded from. */
record Origin(String topic, int partition, long offset, long timestamp) {

  static Origin of(ConsumerRecord<byte[], byte[]> message) {
    String topic = Headers.text(message.headers(), Headers.TOPIC);
    Long partition = number(message, Headers.PARTITION);
    Long offset = number(message, Headers.OFFSET);
    Long timestamp = number(message, Headers.TIMESTAMP);
    if (topic == null || partition == null || offset == null || timestamp == null) {
      return itself(message);
    }
    return new Origin(topic, partition.intValue(), offset, timestamp);
  }

  static Origin itself(ConsumerRecord<byte[], byte[]> message) {
    return new Origin(message.topic(), message.partition(), message.offset(), message.timestamp());
  }

  List<org.apache.kafka.common.header.Header> headers() {
    return List.of(
        new RecordHeader(Headers.TOPIC, Headers.bytes(topic)),
        new RecordHeader(Headers.PARTITION, Headers.bytes(partition)),
        new RecordHeader(Headers.OFFSET, Headers.bytes(offset)),
        new RecordHeader(Headers.TIMESTAMP, Headers.bytes(timestamp)));
  }

  private static @Nullable Long number(ConsumerRecord<byte[], byte[]> message, String header) {
    String text = Headers.text(message.headers(), header);
    try {
      return text == null ? null : Long.valueOf(text);
    } catch (NumberFormatException _) {
      return null;
    }
  }
}
