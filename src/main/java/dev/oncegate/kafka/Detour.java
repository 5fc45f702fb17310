package dev.oncegate.kafka;

import dev.oncegate.kafka.Cordon.Cordoned;
import dev.oncegate.kafka.Cordon.Profile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/**
 * Sends updates with too many events by way of the slow topic, and every later update of their
 * profiles after them until the slow lanes have caught up.
 *
 * <p>The cordon is durable before the batch is decided, so that it also stands if this process dies
 * and another goes on. An attempt that is rolled back may leave a cordon behind, which is harmless.
 */
final class Detour implements SyncWork.Entrance {
  private final Cordon cordon;
  private final TopicBook topics;
  private final int limit;

  private record Standing(int partition, Profile profile) {
    static Standing of(SyncCase it) {
      var profile = new Profile(it.update().spaceId(), it.update().profileId());
      return new Standing(it.place().partition(), profile);
    }
  }

  Detour(Cordon cordon, TopicBook topics, int limit) {
    this.cordon = cordon;
    this.topics = topics;
    this.limit = limit;
  }

  /** Marks the cases that go elsewhere. */
  @Override
  public void entered(List<SyncCase> cases) {
    if (cases.isEmpty()) {
      return;
    }
    UUID topicId = cases.get(0).place().topicId();
    Map<Standing, Long> from = standing(topicId, cases);
    Map<Standing, Cordoned> raised = new LinkedHashMap<>();
    for (SyncCase it : cases) {
      if (it.isElsewhere()) {
        continue;
      }
      if (follows(it, from) || it.fansOutOver(limit)) {
        it.sendElsewhere();
        Standing standing = Standing.of(it);
        long offset = it.place().offset();
        from.merge(standing, offset, Math::min);
        raised.merge(
            standing,
            new Cordoned(standing.partition(), standing.profile(), offset, offset),
            (first, last) ->
                new Cordoned(first.partition(), first.profile(), first.from(), last.to()));
      }
    }
    if (!raised.isEmpty()) {
      cordon.raise(topicId, raised.values());
    }
  }

  /**
   * Whether the profile was cordoned off before. A cordon from here on, or from later on, is the
   * trace of an attempt that was rolled back.
   */
  private static boolean follows(SyncCase it, Map<Standing, Long> from) {
    Long since = from.isEmpty() ? null : from.get(Standing.of(it));
    return since != null && since < it.place().offset();
  }

  @Override
  public void published(List<SyncCase> cases) {
    // Cordons are lifted where they lead to.
  }

  private Map<Standing, Long> standing(UUID topicId, List<SyncCase> cases) {
    var partitions = new TreeSet<Integer>();
    for (SyncCase it : cases) {
      partitions.add(it.place().partition());
    }
    Map<Standing, Long> from = new HashMap<>();
    for (Cordoned it : cordon.standing(topicId, partitions)) {
      from.put(new Standing(it.partition(), it.profile()), it.from());
    }
    return from;
  }

  /**
   * The message for the slow topic: the same, and where it came from. It keeps its partition, so
   * that messages of a partition stay in order.
   */
  ProducerRecord<byte[], byte[]> forward(SyncCase found, Outbox out) {
    ConsumerRecord<byte[], byte[]> message = found.message();
    String slow = topics.topics().identifiedSlow();
    List<Header> headers = new ArrayList<>();
    for (Header header : message.headers()) {
      headers.add(header);
    }
    headers.addAll(Origin.itself(message).headers());
    headers.add(
        new RecordHeader(Headers.TOPIC_ID, Headers.bytes(found.place().topicId().toString())));
    var forwarded =
        new ProducerRecord<>(
            slow,
            message.partition() % out.partitionsOf(slow),
            message.key(),
            message.value(),
            headers);
    if (found.isReadAgain()) {
      Headers.sayReadAgain(forwarded.headers());
    }
    return forwarded;
  }
}
