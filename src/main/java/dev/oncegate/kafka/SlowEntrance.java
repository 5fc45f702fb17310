package dev.oncegate.kafka;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Where forwarded updates arrive, and cordons end. */
final class SlowEntrance implements SyncWork.Entrance {
  private static final Logger LOG = Logger.getLogger(SlowEntrance.class);

  private final Cordon cordon;
  private final Map<Road, Long> toLift = new HashMap<>();

  /** A partition that updates were forwarded from. */
  private record Road(UUID topicId, int partition) {}

  SlowEntrance(Cordon cordon) {
    this.cordon = cordon;
  }

  @Override
  public void entered(List<SyncCase> cases) {
    // All are welcome.
  }

  /**
   * Lifts cordons only now: had they been lifted together with the decision, a crash before the
   * events are out would let a later update of the profile overtake them.
   */
  @Override
  public void published(List<SyncCase> cases) {
    for (SyncCase it : cases) {
      Road road = roadOf(it.message());
      if (road != null) {
        toLift.merge(road, Origin.of(it.message()).offset(), Math::max);
      }
    }
    try {
      var roads = toLift.entrySet().iterator();
      while (roads.hasNext()) {
        Map.Entry<Road, Long> it = roads.next();
        cordon.lift(it.getKey().topicId(), it.getKey().partition(), it.getValue());
        roads.remove();
      }
    } catch (Unavailable e) {
      // A cordon that stands too long harms nobody, and the next batch tries again.
      LOG.infof("cordons stay until the next batch: %s", e.getMessage());
    }
  }

  private static @Nullable Road roadOf(ConsumerRecord<byte[], byte[]> message) {
    String topicId = Headers.text(message.headers(), Headers.TOPIC_ID);
    if (topicId == null) {
      return null;
    }
    try {
      return new Road(UUID.fromString(topicId), Origin.of(message).partition());
    } catch (IllegalArgumentException _) {
      return null;
    }
  }
}
