package dev.oncegate.pipeline;

import dev.oncegate.codec.MessageHeader;
import dev.oncegate.codec.TopicMessage;
import dev.oncegate.core.update.RecordPosition;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message as a stage reads it.
 *
 * @param isReadAgain whether what follows from it was published before, here or on its way to here
 * @param failure why it is to be parked without being looked at, since it fails each time; null for
 *     nearly all
 */
public record InputMessage(
    TopicMessage message,
    RecordPosition position,
    boolean isReadAgain,
    @Nullable ParkReason failure) {

  byte @Nullable [] value() {
    return message.value();
  }

  /** Its headers, with one that has the next stage treat it as read again if this stage does. */
  List<MessageHeader> headersToForward() {
    List<MessageHeader> headers = message.headers();
    if (!isReadAgain || MessageHeaders.text(headers, MessageHeaders.READ_AGAIN) != null) {
      return headers;
    }
    var more = new ArrayList<MessageHeader>(headers);
    more.add(MessageHeaders.header(MessageHeaders.READ_AGAIN, "true"));
    return more;
  }
}
