package dev.oncegate.pipeline;

import dev.oncegate.codec.MessageHeader;
import dev.oncegate.codec.MessageOrigin;
import dev.oncegate.codec.TopicMessage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes the messages of the parked topic: the original, and headers that say why it is there. */
final class ParkedMessages {
  private final OutputTopics topics;
  private final Stage stage;

  ParkedMessages(OutputTopics topics, Stage stage) {
    this.topics = topics;
    this.stage = stage;
  }

  /**
   * The message as it is parked. What the parked topic cannot take is cut to its first bytes; then
   * a header says how many there were.
   */
  OutputMessage park(TopicMessage message, ParkReason why) {
    MessageOrigin origin = message.origin();
    if (stage == Stage.SYNC_SLOW) {
      // It was forwarded, and is parked as what it was before. On other topics anybody may have
      // written these headers, and a retry would go where they say.
      origin = MessageHeaders.origin(message.headers(), origin);
    }
    List<MessageHeader> headers = new ArrayList<>(MessageHeaders.of(origin));
    headers.add(MessageHeaders.header(MessageHeaders.STAGE, stage.word()));
    headers.add(MessageHeaders.header(MessageHeaders.REASON, why.reason()));
    if (!why.field().isEmpty()) {
      headers.add(MessageHeaders.header(MessageHeaders.FIELD, why.field()));
    }
    headers.add(MessageHeaders.header(MessageHeaders.DETAIL, why.detail()));
    if (!why.destinations().isEmpty()) {
      headers.add(
          MessageHeaders.header(MessageHeaders.DESTINATIONS, String.join(",", why.destinations())));
    }
    return cutToFit(
        message(message.key(), message.value(), withForeign(message, headers)), headers);
  }

  /** Headers of our own that are older than this parking would contradict the new ones. */
  private static List<MessageHeader> withForeign(
      TopicMessage message, List<MessageHeader> headers) {
    var all = new ArrayList<MessageHeader>(headers);
    for (MessageHeader header : message.headers()) {
      boolean kept =
          header.name().equals(MessageHeaders.DESTINATIONS)
              ? headers.stream().noneMatch(own -> own.name().equals(MessageHeaders.DESTINATIONS))
              : !header.name().startsWith("oncegate-");
      if (kept) {
        all.add(header);
      }
    }
    return all;
  }

  private OutputMessage cutToFit(OutputMessage whole, List<MessageHeader> headers) {
    int limit = topics.largestMessage(whole.topic());
    if (whole.size() <= limit) {
      return whole;
    }
    byte[] value = whole.value() == null ? new byte[0] : whole.value();
    MessageHeader told =
        MessageHeaders.header(MessageHeaders.TRUNCATED, Integer.toString(value.length));
    var more = new ArrayList<MessageHeader>(whole.headers());
    more.add(told);
    int keep = value.length - (message(whole.key(), value, more).size() - limit);
    if (keep >= 0) {
      return message(whole.key(), Arrays.copyOf(value, keep), more);
    }
    // The key or foreign headers alone are too large.
    var own = new ArrayList<MessageHeader>(headers);
    own.add(told);
    return message(new byte[0], new byte[0], own);
  }

  private OutputMessage message(
      byte @Nullable [] key, byte @Nullable [] value, List<MessageHeader> headers) {
    return new OutputMessage(topics.names().syncParked(), null, key, value, headers);
  }
}
