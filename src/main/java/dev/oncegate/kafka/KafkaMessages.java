package dev.oncegate.kafka;

import dev.oncegate.codec.MessageHeader;
import dev.oncegate.codec.MessageOrigin;
import dev.oncegate.codec.TopicMessage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

/** Messages as Kafka's clients have them, and as the rest of the program does. */
final class KafkaMessages {
  private KafkaMessages() {}

  static TopicMessage of(ConsumerRecord<byte[], byte[]> message) {
    var origin =
        new MessageOrigin(
            message.topic(), message.partition(), message.offset(), message.timestamp());
    return new TopicMessage(origin, message.key(), message.value(), of(message.headers()));
  }

  private static List<MessageHeader> of(Headers headers) {
    var all = new ArrayList<MessageHeader>(0);
    for (Header header : headers) {
      all.add(new MessageHeader(header.key(), header.value()));
    }
    return all;
  }

  static List<Header> of(List<MessageHeader> headers) {
    var all = new ArrayList<Header>(headers.size());
    for (MessageHeader header : headers) {
      all.add(new RecordHeader(header.name(), header.value()));
    }
    return all;
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static byte[] bytes(long number) {
    return bytes(Long.toString(number));
  }

  /** What the last header of this name says, or null if there is none. */
  static @Nullable String text(Headers headers, String name) {
    Header header = headers.lastHeader(name);
    return header == null ? null : textOf(header.value());
  }

  static @Nullable String textOf(byte @Nullable [] bytes) {
    return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
  }
}
