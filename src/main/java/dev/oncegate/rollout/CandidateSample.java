package dev.oncegate.rollout;

import dev.oncegate.core.decide.Verdict;
import java.time.Instant;

/** A decision that the candidate would have made otherwise. */
public record CandidateSample(
    Instant at,
    String spaceId,
    String profileId,
    String computationId,
    String messageId,
    String destinationId,
    Verdict inForce,
    Verdict ofCandidate) {}
