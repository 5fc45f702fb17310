package dev.oncegate.kafka;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/** Makes the messages of the parked topic: the original, and headers that say why it is there. */
final class Parking {
  private final TopicBook topics;
  private final Stage stage;

  Parking(TopicBook topics, Stage stage) {
    this.topics = topics;
    this.stage = stage;
  }

  /**
   * The message as it is parked. What the parked topic cannot take is cut to its first bytes; then
   * a header says how many there were.
   */
  ProducerRecord<byte[], byte[]> park(
      ConsumerRecord<byte[], byte[]> message, Origin origin, Why why) {
    List<Header> headers = new ArrayList<>(origin.headers());
    headers.add(new RecordHeader(Headers.STAGE, Headers.bytes(stage.word())));
    headers.add(new RecordHeader(Headers.REASON, Headers.bytes(why.reason())));
    if (!why.field().isEmpty()) {
      headers.add(new RecordHeader(Headers.FIELD, Headers.bytes(why.field())));
    }
    headers.add(new RecordHeader(Headers.DETAIL, Headers.bytes(why.detail())));
    if (!why.destinations().isEmpty()) {
      headers.add(
          new RecordHeader(
              Headers.DESTINATIONS, Headers.bytes(String.join(",", why.destinations()))));
    }
    return cutToFit(
        message(message.key(), message.value(), withForeign(message, headers)), headers);
  }

  /** Headers of our own that are older than this parking would contradict the new ones. */
  private static List<Header> withForeign(
      ConsumerRecord<byte[], byte[]> message, List<Header> headers) {
    var all = new ArrayList<Header>(headers);
    for (Header header : message.headers()) {
      boolean kept =
          header.key().equals(Headers.DESTINATIONS)
              ? headers.stream().noneMatch(own -> own.key().equals(Headers.DESTINATIONS))
              : !header.key().startsWith("oncegate-");
      if (kept) {
        all.add(header);
      }
    }
    return all;
  }

  private ProducerRecord<byte[], byte[]> cutToFit(
      ProducerRecord<byte[], byte[]> whole, List<Header> headers) {
    int limit = topics.largestMessage(topics.topics().syncParked());
    int excess = Outbox.sizeOf(whole) - limit;
    if (excess <= 0) {
      return whole;
    }
    byte[] value = whole.value() == null ? new byte[0] : whole.value();
    var told = new RecordHeader(Headers.TRUNCATED, Headers.bytes(value.length));
    int keep = value.length - excess - 10 - Headers.TRUNCATED.length() - told.value().length;
    if (keep >= 0) {
      whole.headers().add(told);
      return message(whole.key(), Arrays.copyOf(value, keep), List.of(whole.headers().toArray()));
    }
    // The key or foreign headers alone are too large.
    var own = new ArrayList<Header>(headers);
    own.add(told);
    return message(new byte[0], new byte[0], own);
  }

  private ProducerRecord<byte[], byte[]> message(byte[] key, byte[] value, List<Header> headers) {
    return new ProducerRecord<>(topics.topics().syncParked(), null, key, value, headers);
  }
}
