package dev.oncegate.kafka;

import dev.oncegate.codec.MessageOrigin;
import dev.oncegate.codec.TopicMessage;
import dev.oncegate.pipeline.MessageHeaders;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * A message on the parked topic, without its bytes.
 *
 * @param topic where it came from, and where a retry goes
 * @param destinations the ids of the destinations it is parked for; empty for all there are
 * @param size of the original in bytes; -1 if it had no value
 * @param whole whether all of its bytes are kept
 * @param handled what became of it, or null while nobody has handled it
 */
public record ParkedUpdate(
    ParkedId id,
    Instant parkedAt,
    String stage,
    String reason,
    String field,
    String detail,
    List<String> destinations,
    String topic,
    int partition,
    long offset,
    Instant timestamp,
    int size,
    boolean whole,
    @Nullable Handled handled) {

  /** What somebody had done with it. */
  public enum Action {
    RETRIED,
    DISCARDED;

    private final String word = name().toLowerCase(Locale.ROOT);

    public String word() {
      return word;
    }

    static @Nullable Action of(@Nullable String word) {
      for (Action action : values()) {
        if (action.word.equals(word)) {
          return action;
        }
      }
      return null;
    }
  }

  /**
   * What became of it.
   *
   * @param by who, as far as it was said
   */
  public record Handled(Action action, Instant at, String by) {}

  static ParkedUpdate of(ConsumerRecord<byte[], byte[]> message, @Nullable Handled handled) {
    TopicMessage parked = KafkaMessages.of(message);
    MessageOrigin origin = MessageHeaders.origin(parked.headers(), parked.origin());
    String destinations = header(message, MessageHeaders.DESTINATIONS);
    String truncated = header(message, MessageHeaders.TRUNCATED);
    int size = message.value() == null ? -1 : message.value().length;
    return new ParkedUpdate(
        new ParkedId(message.partition(), message.offset()),
        Instant.ofEpochMilli(message.timestamp()),
        header(message, MessageHeaders.STAGE),
        header(message, MessageHeaders.REASON),
        header(message, MessageHeaders.FIELD),
        header(message, MessageHeaders.DETAIL),
        destinations.isEmpty() ? List.of() : List.of(destinations.split(",")),
        origin.topic(),
        origin.partition(),
        origin.offset(),
        Instant.ofEpochMilli(origin.timestamp()),
        truncated.isEmpty() ? size : Integer.parseInt(truncated),
        truncated.isEmpty(),
        handled);
  }

  private static String header(ConsumerRecord<byte[], byte[]> message, String name) {
    String text = KafkaMessages.text(message.headers(), name);
    return text == null ? "" : text;
  }
}
