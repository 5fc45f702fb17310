package dev.oncegate.core.compare;

import dev.oncegate.core.Outcome;
import dev.oncegate.core.event.OutboundEvent;
import dev.oncegate.core.update.Destination;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Finds which events two outcomes differ in. The first pass spreads the events over buckets by
 * their hashes and keeps a fingerprint of each; in the second, only the events of a few buckets
 * that differ are kept, and held against each other. Whatever the outcomes' size, no more than
 * {@value #MOST_EXAMINED} events are kept.
 */
final class DifferenceSearch {
  static final int MOST_EXAMINED = 4_096;
  static final int MOST_NAMED = 10;

  private static final int BUCKET_BITS = 12;

  private final ReceivedEvents received;
  private final BooleanSupplier goesOn;

  /** An event that may be one that differs. */
  private static final class Examined {
    final OutboundEvent event;
    final Destination destination;
    int inOne;
    int inOther;

    Examined(OutboundEvent event, Destination destination) {
      this.event = event;
      this.destination = destination;
    }

    boolean differs() {
      return inOne != inOther;
    }
  }

  DifferenceSearch(ReceivedEvents received, BooleanSupplier goesOn) {
    this.received = received;
    this.goesOn = goesOn;
  }

  /** Some differences; none if there is no time to find them, or they are too many. */
  List<EventDifference> find(Outcome one, Outcome other) {
    BitSet buckets = differingBuckets(one, other);
    Map<ElementHash, Examined> examined = new LinkedHashMap<>();
    boolean all =
        !buckets.isEmpty()
            && received.whileWanted(
                one,
                (hash, event, destination) -> {
                  if (buckets.get(bucketOf(hash))) {
                    of(hash, event, destination, examined).inOne++;
                  }
                  return goesOn.getAsBoolean();
                })
            && received.whileWanted(
                other,
                (hash, event, destination) -> {
                  if (buckets.get(bucketOf(hash))) {
                    of(hash, event, destination, examined).inOther++;
                  }
                  return goesOn.getAsBoolean();
                });
    // Of events that were not all seen, nobody can say which differ.
    return all ? paired(examined) : List.of();
  }

  private static Examined of(
      ElementHash hash,
      OutboundEvent event,
      Destination destination,
      Map<ElementHash, Examined> examined) {
    return examined.computeIfAbsent(hash, _ -> new Examined(event, destination));
  }

  /** As many of the buckets that differ as can be examined; none if it was stopped. */
  private BitSet differingBuckets(Outcome one, Outcome other) {
    var fingerprints = new Fingerprint[1 << BUCKET_BITS];
    var sizes = new long[fingerprints.length];
    boolean all =
        received.whileWanted(
                one,
                (hash, _, _) -> {
                  bucket(hash, fingerprints, sizes).add(hash);
                  return goesOn.getAsBoolean();
                })
            && received.whileWanted(
                other,
                (hash, _, _) -> {
                  bucket(hash, fingerprints, sizes).remove(hash);
                  return goesOn.getAsBoolean();
                });
    var differing = new BitSet(fingerprints.length);
    long examined = 0;
    for (int i = 0; all && i < fingerprints.length; i++) {
      Fingerprint fingerprint = fingerprints[i];
      if (fingerprint != null && !fingerprint.isEmpty() && examined + sizes[i] <= MOST_EXAMINED) {
        differing.set(i);
        examined += sizes[i];
      }
    }
    return differing;
  }

  private static Fingerprint bucket(ElementHash hash, Fingerprint[] fingerprints, long[] sizes) {
    int bucket = bucketOf(hash);
    sizes[bucket]++;
    Fingerprint found = fingerprints[bucket];
    if (found == null) {
      found = new Fingerprint();
      fingerprints[bucket] = found;
    }
    return found;
  }

  private static int bucketOf(ElementHash hash) {
    return (int) (hash.high() >>> (Long.SIZE - BUCKET_BITS));
  }

  /** An event that only one side has is shown beside one that only the other side has. */
  private static List<EventDifference> paired(Map<ElementHash, Examined> examined) {
    List<Examined> differing = examined.values().stream().filter(Examined::differs).toList();
    var differences = new ArrayList<EventDifference>();
    Set<Examined> shown = new HashSet<>();
    for (Examined it : differing) {
      if (it.inOne > 0 && differences.size() < MOST_NAMED) {
        Examined beside = it.inOther > 0 ? it : counterpart(it, differing, shown);
        if (beside != null) {
          shown.add(beside);
        }
        differences.add(difference(it, beside));
      }
    }
    for (Examined it : differing) {
      if (it.inOne == 0 && !shown.contains(it) && differences.size() < MOST_NAMED) {
        ReceivedEvent event = ReceivedEvent.of(it.event);
        differences.add(
            new EventDifference(it.destination.id(), null, event, 0, it.inOther, List.of()));
      }
    }
    return differences;
  }

  /** Of those that only the other side has, and are not shown yet, the one most like it. */
  private static @Nullable Examined counterpart(
      Examined it, List<Examined> differing, Set<Examined> shown) {
    Examined best = null;
    int fewest = Integer.MAX_VALUE;
    for (Examined candidate : differing) {
      if (candidate.inOne == 0
          && !shown.contains(candidate)
          && candidate.destination.id().equals(it.destination.id())) {
        int fields = ReceivedEvent.differing(it.event, candidate.event).size();
        if (fields < fewest) {
          fewest = fields;
          best = candidate;
        }
      }
    }
    return best;
  }

  private static EventDifference difference(Examined it, @Nullable Examined beside) {
    ReceivedEvent one = ReceivedEvent.of(it.event);
    if (beside == null) {
      return new EventDifference(it.destination.id(), one, null, it.inOne, 0, List.of());
    }
    return new EventDifference(
        it.destination.id(),
        one,
        ReceivedEvent.of(beside.event),
        it.inOne,
        beside.inOther,
        ReceivedEvent.differing(it.event, beside.event));
  }
}
