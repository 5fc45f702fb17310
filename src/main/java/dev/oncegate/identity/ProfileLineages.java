package dev.oncegate.identity;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which profiles of one space became which, as merges tell. The answer follows from the set of
 * merges alone, not from the order in which they were learnt, so that merges which arrive late,
 * twice or in different orders lead to the same survivor.
 *
 * <p>A profile that was merged more than once went where the newest merge says. Merges that lead
 * round in a circle end at the survivor of the newest merge of the circle.
 */
final class ProfileLineages {
  private record Edge(String mergedId, String survivorId) {}

  private final Map<Edge, Merge> merges = new HashMap<>();
  private final Map<String, Merge> newestFrom = new HashMap<>();
  private final Map<String, List<String>> mergedInto = new HashMap<>();

  /** Learns of a merge; the newer of two that say the same counts. */
  void add(Merge merge) {
    var edge = new Edge(merge.mergedId(), merge.survivorId());
    Merge known = merges.get(edge);
    if (known == null) {
      mergedInto.computeIfAbsent(merge.survivorId(), _ -> new ArrayList<>()).add(merge.mergedId());
    } else if (Merge.BY_AGE.compare(merge, known) <= 0) {
      return;
    }
    merges.put(edge, merge);
    newestFrom.merge(merge.mergedId(), merge, (a, b) -> Merge.BY_AGE.compare(a, b) >= 0 ? a : b);
  }

  /** The profile that this one is now. */
  String survivorOf(String profileId) {
    var way = new LinkedHashMap<String, Merge>();
    String at = profileId;
    while (true) {
      Merge next = newestFrom.get(at);
      if (next == null) {
        return at;
      }
      if (way.putIfAbsent(at, next) != null) {
        return endOfCircle(way, at);
      }
      at = next.survivorId();
    }
  }

  /** The profile, and all that were merged into it, directly or by way of others. */
  Set<String> mergedInto(String survivorId) {
    var found = new HashSet<String>();
    var toVisit = new ArrayDeque<String>();
    found.add(survivorId);
    toVisit.add(survivorId);
    while (!toVisit.isEmpty()) {
      for (String merged : mergedInto.getOrDefault(toVisit.remove(), List.of())) {
        if (found.add(merged)) {
          toVisit.add(merged);
        }
      }
    }
    return found;
  }

  /** The survivor of the newest merge on the way from a profile back to itself. */
  private static String endOfCircle(Map<String, Merge> way, String start) {
    @Nullable Merge newest = null;
    String at = start;
    do {
      Merge next = way.get(at);
      if (next == null) {
        throw new IllegalStateException("the way left its own circle at " + at);
      }
      if (newest == null || Merge.BY_AGE.compare(next, newest) > 0) {
        newest = next;
      }
      at = next.survivorId();
    } while (!at.equals(start));
    return newest.survivorId();
  }
}
