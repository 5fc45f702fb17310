package dev.oncegate.pipeline;

import dev.oncegate.codec.MessageHeader;
import dev.oncegate.codec.TopicMessage;
import dev.oncegate.core.DependencyUnavailableException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jboss.logging.Logger;

/** The slow entrance, where forwarded updates arrive, and holds end. */
final class HoldRelease implements SyncEntrance {
  private static final Logger LOG = Logger.getLogger(HoldRelease.class);

  private final ProfileHolds holds;
  private final Map<HeldPartition, Long> toRelease = new HashMap<>();

  /** A partition that updates were forwarded from. */
  private record HeldPartition(UUID topicId, int partition) {}

  HoldRelease(ProfileHolds holds) {
    this.holds = holds;
  }

  @Override
  public int eventLimit() {
    return Integer.MAX_VALUE;
  }

  @Override
  public List<SyncItem> route(List<SyncItem> items) {
    return items;
  }

  /**
   * Releases holds only now: had they been released together with the decision, a crash before the
   * events are out would let a later update of the profile overtake them.
   */
  @Override
  public void published(List<SyncItem> items) {
    for (SyncItem item : items) {
      if (item.entry() != null) {
        add(item.message().message());
      }
    }
    try {
      var sources = toRelease.entrySet().iterator();
      while (sources.hasNext()) {
        Map.Entry<HeldPartition, Long> it = sources.next();
        holds.release(it.getKey().topicId(), it.getKey().partition(), it.getValue());
        sources.remove();
      }
    } catch (DependencyUnavailableException e) {
      // A hold that lasts too long harms nobody, and the next batch tries again.
      LOG.infof("profiles are held until the next batch: %s", e.getMessage());
    }
  }

  private void add(TopicMessage message) {
    List<MessageHeader> headers = message.headers();
    String topicId = MessageHeaders.text(headers, MessageHeaders.TOPIC_ID);
    if (topicId == null) {
      return;
    }
    var origin = MessageHeaders.origin(headers, message.origin());
    try {
      var source = new HeldPartition(UUID.fromString(topicId), origin.partition());
      toRelease.merge(source, origin.offset(), Math::max);
    } catch (IllegalArgumentException _) {
      // Somebody else's header of that name: nothing was forwarded.
    }
  }
}
