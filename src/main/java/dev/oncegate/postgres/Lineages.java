package dev.oncegate.postgres;

import dev.oncegate.core.update.RecordPosition;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which profiles are one, as far as a batch has to know. A lineage is what merges connect, in
 * whichever direction and order they came; most profiles are their own.
 */
final class Lineages {

  record LineageMember(String spaceId, String id) {
    static final Comparator<LineageMember> ORDER =
        Comparator.comparing(LineageMember::spaceId).thenComparing(LineageMember::id);
  }

  /**
   * Two profiles became one.
   *
   * @param broughtBy the update that told of it, which is the first of its partition to heed it;
   *     null where no update did, and all heed it
   */
  record LineageMerge(
      LineageMember merged, LineageMember survivor, @Nullable RecordPosition broughtBy) {

    boolean isVisibleAt(RecordPosition update) {
      return broughtBy == null
          || !broughtBy.isBeside(update)
          || broughtBy.offset() <= update.offset();
    }

    LineageMember other(LineageMember one) {
      return one.equals(merged) ? survivor : merged;
    }
  }

  private final Map<LineageMember, List<LineageMerge>> merges = new HashMap<>();
  private final Set<LineageMerge> known = new HashSet<>();
  private final Set<LineageMember> profiles;
  private final Set<LineageMember> joined = new HashSet<>();
  private final long asOf;

  /**
   * Of profiles that are each their own as yet.
   *
   * @param profiles is kept, and must not change
   * @param asOf the number of the last merge that was recorded before these were read
   */
  Lineages(Set<LineageMember> profiles, long asOf) {
    this.profiles = profiles;
    this.asOf = asOf;
  }

  long asOf() {
    return asOf;
  }

  /** Adds a merge; answers those who become members by it. */
  List<LineageMember> add(LineageMerge merge) {
    if (!known.add(merge)) {
      return List.of();
    }
    var newcomers = new ArrayList<LineageMember>(1);
    for (LineageMember profile : List.of(merge.merged(), merge.survivor())) {
      merges.computeIfAbsent(profile, _ -> new ArrayList<>(2)).add(merge);
      if (!has(profile)) {
        joined.add(profile);
        newcomers.add(profile);
      }
    }
    return newcomers;
  }

  /** Whether a merge of any member is not in here. */
  boolean lack(LineageMerge merge) {
    return !known.contains(merge) && (has(merge.merged()) || has(merge.survivor()));
  }

  private boolean has(LineageMember profile) {
    return profiles.contains(profile) || joined.contains(profile);
  }

  /** Whether the profile never was part of a merge. */
  boolean isAlone(LineageMember profile) {
    return !merges.containsKey(profile);
  }

  /** All that are one with a profile for any update, itself among them. */
  Set<LineageMember> everyoneWith(LineageMember profile) {
    return connected(profile, merge -> true);
  }

  /** All that are one with a profile as an update sees it, itself among them. */
  Set<LineageMember> asSeenAt(RecordPosition update, LineageMember profile) {
    return connected(profile, merge -> merge.isVisibleAt(update));
  }

  private Set<LineageMember> connected(LineageMember start, Predicate<LineageMerge> counts) {
    Set<LineageMember> found = new HashSet<>();
    var open = new ArrayDeque<LineageMember>();
    found.add(start);
    open.add(start);
    while (!open.isEmpty()) {
      LineageMember profile = open.remove();
      for (LineageMerge merge : merges.getOrDefault(profile, List.of())) {
        LineageMember other = merge.other(profile);
        if (counts.test(merge) && found.add(other)) {
          open.add(other);
        }
      }
    }
    return found;
  }
}
