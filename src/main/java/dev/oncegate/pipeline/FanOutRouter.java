package dev.oncegate.pipeline;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/**
 * Sends updates with too many events by way of the slow topic, and every later update of their
 * profiles after them until the slow lanes have caught up.
 *
 * <p>A hold is durable before the batch is decided, so that it is also there if this process dies
 * and another goes on. An attempt that is rolled back may leave a hold behind, which is harmless.
 */
final class FanOutRouter implements SyncEntrance {
  private final ProfileHolds holds;
  private final int limit;

  private record Held(int partition, ProfileHold.HeldProfile profile) {
    static Held of(LedgerEntry entry) {
      var profile =
          new ProfileHold.HeldProfile(entry.update().spaceId(), entry.update().profileId());
      return new Held(entry.position().partition(), profile);
    }
  }

  /**
   * A router.
   *
   * @param limit updates with more events than this take the slow way
   */
  FanOutRouter(ProfileHolds holds, int limit) {
    this.holds = holds;
    this.limit = limit;
  }

  @Override
  public int eventLimit() {
    return limit;
  }

  @Override
  public List<SyncItem> route(List<SyncItem> items) {
    Set<Integer> partitions = partitionsOf(items);
    if (partitions.isEmpty()) {
      return items;
    }
    UUID topicId = items.getFirst().message().position().topicId();
    Map<Held, Long> from = heldFrom(topicId, partitions);
    Map<Held, ProfileHold> added = new LinkedHashMap<>();
    var routed = new ArrayList<SyncItem>(items.size());
    for (SyncItem item : items) {
      if (item instanceof SyncItem.ToDecide it
          && (follows(it.entry(), from) || it.size().events() > limit)) {
        LedgerEntry entry = it.entry();
        Held held = Held.of(entry);
        long offset = entry.position().offset();
        from.merge(held, offset, Math::min);
        added.merge(
            held,
            new ProfileHold(held.partition(), held.profile(), offset, offset),
            (first, last) ->
                new ProfileHold(first.partition(), first.profile(), first.from(), last.to()));
        routed.add(new SyncItem.ToForward(it.message(), entry));
      } else {
        routed.add(item);
      }
    }
    if (!added.isEmpty()) {
      holds.hold(topicId, added.values());
    }
    return routed;
  }

  /**
   * Whether the profile was held before. A hold from here on, or from later on, is the trace of an
   * attempt that was rolled back.
   */
  private static boolean follows(LedgerEntry entry, Map<Held, Long> from) {
    Long since = from.isEmpty() ? null : from.get(Held.of(entry));
    return since != null && since < entry.position().offset();
  }

  /** The partitions of what is to be decided. */
  private static Set<Integer> partitionsOf(List<SyncItem> items) {
    var partitions = new TreeSet<Integer>();
    for (SyncItem item : items) {
      if (item instanceof SyncItem.ToDecide) {
        partitions.add(item.message().position().partition());
      }
    }
    return partitions;
  }

  private Map<Held, Long> heldFrom(UUID topicId, Set<Integer> partitions) {
    Map<Held, Long> from = new HashMap<>();
    for (ProfileHold hold : holds.of(topicId, partitions)) {
      from.put(new Held(hold.partition(), hold.profile()), hold.from());
    }
    return from;
  }

  @Override
  public void published(List<SyncItem> items) {
    // Holds end where they lead to.
  }
}
