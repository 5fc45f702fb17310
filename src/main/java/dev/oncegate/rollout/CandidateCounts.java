package dev.oncegate.rollout;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What was counted of a candidate on this instance, and is not in the database yet. */
final class CandidateCounts {
  static final int MOST_PAIRS = 1_000;
  static final int MOST_SAMPLES = 100;

  // All guarded by this.
  private final Set<CandidatePair> known = new HashSet<>();
  private final Map<CandidatePair, Long> pairs = new HashMap<>();
  private final Deque<CandidateSample> samples = new ArrayDeque<>();
  private long compared;
  private long differentInAll;

  /** What was counted since it was last taken. */
  record Taken(long compared, Map<CandidatePair, Long> pairs) {
    long different() {
      return pairs.values().stream().mapToLong(Long::longValue).sum();
    }
  }

  synchronized void same() {
    compared++;
  }

  synchronized void different(CandidatePair pair, CandidateSample sample) {
    compared++;
    differentInAll++;
    boolean isTold = known.contains(pair) || (known.size() < MOST_PAIRS && known.add(pair));
    pairs.merge(isTold ? pair : CandidatePair.OTHERS, 1L, Long::sum);
    if (samples.size() == MOST_SAMPLES) {
      samples.removeLast();
    }
    samples.addFirst(sample);
  }

  /** How many differed on this instance since the candidate began here. */
  synchronized long differentInAll() {
    return differentInAll;
  }

  synchronized Taken take() {
    var taken = new Taken(compared, Map.copyOf(pairs));
    compared = 0;
    pairs.clear();
    return taken;
  }

  /** Counts again what could not be written. */
  synchronized void giveBack(Taken taken) {
    compared += taken.compared();
    taken.pairs().forEach((pair, count) -> pairs.merge(pair, count, Long::sum));
  }

  /** The latest first. */
  synchronized List<CandidateSample> samples() {
    return new ArrayList<>(samples);
  }
}
