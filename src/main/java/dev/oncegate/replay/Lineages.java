package dev.oncegate.replay;

import dev.oncegate.core.update.ProfileUpdate;

/** Which profiles became one, by the merges that updates tell of. Profiles are numbers here. */
final class Lineages {
  private static final int PARENT = 0;
  private static final int NEXT = 1;

  private final Names profiles = new Names();
  // Only profiles that were merged have a row. Each lineage is a tree, for finding whether two
  // profiles are of one, and a ring, for visiting all of it.
  private final LongTable merged = new LongTable(2);

  private String lastSpace = "";
  private String lastProfile = "";
  private int lastNumber = -1;

  /** The number of a profile. */
  int profile(String spaceId, String profileId) {
    if (lastNumber < 0 || !profileId.equals(lastProfile) || !spaceId.equals(lastSpace)) {
      lastNumber = profiles.of(spaceId.length() + ":" + spaceId + profileId);
      lastSpace = spaceId;
      lastProfile = profileId;
    }
    return lastNumber;
  }

  /** The id of a profile, without its space. */
  String profileId(int profile) {
    String name = profiles.get(profile);
    int colon = name.indexOf(':');
    return name.substring(colon + 1 + Integer.parseInt(name.substring(0, colon)));
  }

  /** Takes note of merges; they count for the very update that tells of them. */
  void heed(ProfileUpdate update) {
    for (String merged : update.mergedProfiles()) {
      unite(profile(update.spaceId(), update.profileId()), profile(update.spaceId(), merged));
    }
  }

  /** The profile that stands for a lineage; the same for all of it. */
  int root(int profile) {
    long row = merged.find(profile);
    if (row < 0) {
      return profile;
    }
    int at = profile;
    int parent = (int) merged.get(row, PARENT);
    while (parent != at) {
      long parentRow = merged.find(parent);
      int grandparent = (int) merged.get(parentRow, PARENT);
      merged.set(row, PARENT, grandparent);
      at = parent;
      row = parentRow;
      parent = grandparent;
    }
    return at;
  }

  /** The next profile of the same lineage; the last is followed by the first. */
  int next(int profile) {
    long row = merged.find(profile);
    return row < 0 ? profile : (int) merged.get(row, NEXT);
  }

  void unite(int a, int b) {
    int rootOfA = root(a);
    int rootOfB = root(b);
    if (rootOfA != rootOfB) {
      join(rootOfA);
      join(rootOfB);
      long rowOfA = merged.find(rootOfA);
      long rowOfB = merged.find(rootOfB);
      merged.set(rowOfB, PARENT, rootOfA);
      // Two rings become one by exchanging what follows.
      long nextOfA = merged.get(rowOfA, NEXT);
      merged.set(rowOfA, NEXT, merged.get(rowOfB, NEXT));
      merged.set(rowOfB, NEXT, nextOfA);
    }
  }

  private void join(int profile) {
    if (merged.find(profile) < 0) {
      long row = merged.findOrAdd(profile);
      merged.set(row, PARENT, profile);
      merged.set(row, NEXT, profile);
    }
  }
}
