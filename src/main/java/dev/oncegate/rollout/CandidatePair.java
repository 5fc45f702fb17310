package dev.oncegate.rollout;

/**
 * Where two rulebooks answer differently: the row that decides in the one, and in the other.
 *
 * @param inForce the row's address in the rulebook in force
 * @param ofCandidate the row's address in the candidate
 */
public record CandidatePair(String destinationId, String inForce, String ofCandidate) {
  /** For all that are too many to tell apart. */
  static final CandidatePair OTHERS = new CandidatePair("others", "others", "others");
}
