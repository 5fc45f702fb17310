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

  record Profile(String spaceId, String id) {
    static final Comparator<Profile> ORDER =
        Comparator.comparing(Profile::spaceId).thenComparing(Profile::id);
  }

  /**
   * Two profiles became one.
   *
   * @param broughtBy the update that told of it, which is the first of its partition to heed it;
   *     null where no update did, and all heed it
   */
  record Merge(Profile merged, Profile survivor, @Nullable RecordPosition broughtBy) {

    boolean isVisibleAt(RecordPosition update) {
      return broughtBy == null
          || !broughtBy.isBeside(update)
          || broughtBy.offset() <= update.offset();
    }

    Profile other(Profile one) {
      return one.equals(merged) ? survivor : merged;
    }
  }

  private final Map<Profile, List<Merge>> merges = new HashMap<>();
  private final Set<Merge> known = new HashSet<>();
  private final Set<Profile> profiles;
  private final Set<Profile> joined = new HashSet<>();
  private final long asOf;

  /**
   * Of profiles that are each their own as yet.
   *
   * @param profiles is kept, and must not change
   * @param asOf the number of the last merge that was recorded before these were read
   */
  Lineages(Set<Profile> profiles, long asOf) {
    this.profiles = profiles;
    this.asOf = asOf;
  }

  long asOf() {
    return asOf;
  }

  /** Adds a merge; answers those who become members by it. */
  List<Profile> add(Merge merge) {
    if (!known.add(merge)) {
      return List.of();
    }
    var newcomers = new ArrayList<Profile>(1);
    for (Profile profile : List.of(merge.merged(), merge.survivor())) {
      merges.computeIfAbsent(profile, _ -> new ArrayList<>(2)).add(merge);
      if (!has(profile)) {
        joined.add(profile);
        newcomers.add(profile);
      }
    }
    return newcomers;
  }

  /** Whether a merge of any member is not in here. */
  boolean lack(Merge merge) {
    return !known.contains(merge) && (has(merge.merged()) || has(merge.survivor()));
  }

  private boolean has(Profile profile) {
    return profiles.contains(profile) || joined.contains(profile);
  }

  /** Whether the profile never was part of a merge. */
  boolean isAlone(Profile profile) {
    return !merges.containsKey(profile);
  }

  /** All that are one with a profile for any update, itself among them. */
  Set<Profile> everyoneWith(Profile profile) {
    return connected(profile, merge -> true);
  }

  /** All that are one with a profile as an update sees it, itself among them. */
  Set<Profile> asSeenAt(RecordPosition update, Profile profile) {
    return connected(profile, merge -> merge.isVisibleAt(update));
  }

  private Set<Profile> connected(Profile start, Predicate<Merge> counts) {
    Set<Profile> found = new HashSet<>();
    var open = new ArrayDeque<Profile>();
    found.add(start);
    open.add(start);
    while (!open.isEmpty()) {
      Profile profile = open.remove();
      for (Merge merge : merges.getOrDefault(profile, List.of())) {
        Profile other = merge.other(profile);
        if (counts.test(merge) && found.add(other)) {
          open.add(other);
        }
      }
    }
    return found;
  }
}
