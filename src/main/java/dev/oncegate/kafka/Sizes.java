package dev.oncegate.kafka;

import dev.oncegate.core.Outcome;
import dev.oncegate.core.decide.Decision;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Finds updates from which a message would follow that its topic cannot take. They are found before
 * the ledger is asked, because the ledger must not remember what cannot be sent.
 */
final class Sizes {
  // What follows from an update holds its ids once, and little else: names, and JSON around them.
  private static final int AT_MOST_TIMES = 2;
  private static final int AT_MOST_MORE = 8 * 1024;

  private final TopicBook topics;
  private final SyncPublisher publisher;

  Sizes(TopicBook topics, SyncPublisher publisher) {
    this.topics = topics;
    this.publisher = publisher;
  }

  /** Why the update cannot be decided, or null if all that follows from it can be sent. */
  @Nullable Why check(SyncCase found) {
    long bound = (long) AT_MOST_TIMES * found.message().value().length + AT_MOST_MORE;
    if (bound <= topics.smallestLimit()) {
      return null;
    }
    List<Why> reasons = new ArrayList<>(0);
    Outcome most = found.atMost();
    byte[] key = SyncPublisher.keyOf(most);
    most.forEachEvent(event -> check("an event", publisher.event(key, event), reasons));
    for (Decision decision : most.decisions()) {
      check("a decision", publisher.decision(key, most, decision), reasons);
    }
    return reasons.isEmpty() ? null : reasons.get(0);
  }

  private void check(String what, ProducerRecord<byte[], byte[]> message, List<Why> reasons) {
    int limit = topics.largestMessage(message.topic());
    if (reasons.isEmpty() && Outbox.sizeOf(message) > limit) {
      reasons.add(Why.tooLarge(what, message.topic(), limit));
    }
  }
}
