package dev.oncegate.rollout;

import dev.oncegate.core.group.IdHash;

/**
 * Counts people, each once for each thing that they are counted for, in bounded memory: beyond the
 * bound, it knows only that there are more.
 */
final class DistinctPeople {
  /** So many are told apart, in eight bytes and a little each. */
  static final int MOST = 1_000_000;

  private static final int HASH_DIGITS = 16;

  private final int most;
  private long[] hashes = new long[1024];
  private int size;
  private boolean full;

  DistinctPeople(int most) {
    this.most = most;
  }

  /** Whether somebody is counted for the first time. */
  boolean add(String countedFor, String spaceId, String profileId) {
    String hex = IdHash.ofParts(countedFor, spaceId, profileId);
    long hash = Long.parseUnsignedLong(hex, 0, HASH_DIGITS, 16);
    // Zero marks a free place; who has it is counted as another, by one chance in 2^64.
    int place = placeOf(hash == 0 ? 1 : hash);
    if (hashes[place] != 0) {
      return false;
    }
    if (size == most) {
      full = true;
      return false;
    }
    hashes[place] = hash == 0 ? 1 : hash;
    size++;
    if (2 * size > hashes.length) {
      grow();
    }
    return true;
  }

  /** Whether there were more than it can tell apart. */
  boolean isFull() {
    return full;
  }

  /** Where a hash is, or would be. */
  private int placeOf(long hash) {
    int place = (int) hash & (hashes.length - 1);
    while (hashes[place] != 0 && hashes[place] != hash) {
      place = (place + 1) & (hashes.length - 1);
    }
    return place;
  }

  private void grow() {
    long[] old = hashes;
    hashes = new long[2 * old.length];
    for (long hash : old) {
      if (hash != 0) {
        hashes[placeOf(hash)] = hash;
      }
    }
  }
}
