package dev.oncegate.pipeline;

import dev.oncegate.codec.MessageHeader;
import dev.oncegate.codec.MessageOrigin;
import dev.oncegate.codec.TopicMessage;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
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

    public static @Nullable Action of(@Nullable String word) {
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

  /**
   * What a message of the parked topic says.
   *
   * @param handled what became of it, or null while nobody has handled it
   */
  public static ParkedUpdate of(TopicMessage parked, @Nullable Handled handled) {
    List<MessageHeader> headers = parked.headers();
    MessageOrigin origin = MessageHeaders.origin(headers, parked.origin());
    String destinations = header(headers, MessageHeaders.DESTINATIONS);
    String truncated = header(headers, MessageHeaders.TRUNCATED);
    int kept = parked.value() == null ? -1 : parked.value().length;
    return new ParkedUpdate(
        new ParkedId(parked.origin().partition(), parked.origin().offset()),
        Instant.ofEpochMilli(parked.origin().timestamp()),
        header(headers, MessageHeaders.STAGE),
        header(headers, MessageHeaders.REASON),
        header(headers, MessageHeaders.FIELD),
        header(headers, MessageHeaders.DETAIL),
        destinations.isEmpty() ? List.of() : List.of(destinations.split(",")),
        origin.topic(),
        origin.partition(),
        origin.offset(),
        Instant.ofEpochMilli(origin.timestamp()),
        truncated.isEmpty() ? kept : size(truncated, kept),
        truncated.isEmpty(),
        handled);
  }

  /** Anybody who may write to the topic may write anything there. */
  private static int size(String truncated, int kept) {
    try {
      return Integer.parseInt(truncated);
    } catch (NumberFormatException _) {
      return kept;
    }
  }

  private static String header(List<MessageHeader> headers, String name) {
    String text = MessageHeaders.text(headers, name);
    return text == null ? "" : text;
  }
}
