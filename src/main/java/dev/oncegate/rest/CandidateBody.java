package dev.oncegate.rest;

import dev.oncegate.core.decide.Verdict;
import dev.oncegate.rollout.Candidate;
import dev.oncegate.rollout.CandidatePair;
import dev.oncegate.rollout.CandidateSample;
import dev.oncegate.rollout.CandidateStore;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A rulebook that is, or was, decided in the shadow. */
@RegisterForReflection
@Schema(name = "Candidate")
public record CandidateBody(
    String hash,
    @Schema(description = "running, promoted, stopped, or differed: stopped by itself")
        String state,
    @Schema(description = "The flag candidate: of how many profiles it decides, in percent")
        String percentage,
    Instant startedAt,
    String startedBy,
    String reason,
    @Schema(description = "Decisions, of all instances") long compared,
    @Schema(description = "Those of them that differ") long different,
    CandidateCriterionBody criterion,
    @Schema(description = "What of the criterion does not hold; in the end, what did not")
        List<String> unmet,
    @Nullable CandidateEndBody end,
    @Schema(description = "Where they differ, the most first") List<DifferingRowsBody> pairs,
    @Schema(description = "The latest that differ, on the instance that answers")
        List<DifferingDecisionBody> samples) {

  /** What must hold for a promotion, and what stops the candidate. */
  @RegisterForReflection
  @Schema(name = "CandidateCriterion")
  public record CandidateCriterionBody(long compared, long hours, long stopAt) {}

  /** How it ended. */
  @RegisterForReflection
  @Schema(name = "CandidateEnd")
  public record CandidateEndBody(Instant at, String by, String reason) {}

  /** By the row of either rulebook. */
  @RegisterForReflection
  @Schema(name = "CandidatePair")
  public record DifferingRowsBody(
      String destinationId, String inForce, String ofCandidate, long decisions) {}

  /** A decision that differs. */
  @RegisterForReflection
  @Schema(name = "CandidateSample")
  public record DifferingDecisionBody(
      Instant at,
      String spaceId,
      String profileId,
      String computationId,
      String messageId,
      String destinationId,
      AnswerBody inForce,
      AnswerBody ofCandidate) {

    static DifferingDecisionBody of(CandidateSample it) {
      return new DifferingDecisionBody(
          it.at(),
          it.spaceId(),
          it.profileId(),
          it.computationId(),
          it.messageId(),
          it.destinationId(),
          AnswerBody.of(it.inForce()),
          AnswerBody.of(it.ofCandidate()));
    }
  }

  /** What a rulebook answers. */
  @RegisterForReflection
  @Schema(name = "CandidateVerdict")
  public record AnswerBody(
      String action, String reason, @Nullable String route, String row, String rule) {

    static AnswerBody of(Verdict verdict) {
      String route =
          switch (verdict) {
            case Verdict.Send send -> send.route().word();
            case Verdict.Drop _, Verdict.Park _ -> null;
          };
      return new AnswerBody(
          verdict.action(),
          verdict.reason().word(),
          route,
          verdict.row().address(),
          verdict.row().sentence());
    }
  }

  static CandidateBody of(
      Candidate candidate,
      String percentage,
      Map<CandidatePair, Long> pairs,
      List<CandidateSample> samples) {
    Candidate.CandidateEnd end = candidate.end();
    return new CandidateBody(
        candidate.hash(),
        end == null ? "running" : CandidateStore.word(end.kind()),
        percentage,
        candidate.startedAt(),
        candidate.startReason().author(),
        candidate.startReason().reason(),
        candidate.compared(),
        candidate.different(),
        new CandidateCriterionBody(
            candidate.criterion().compared(),
            candidate.criterion().runsFor().toHours(),
            candidate.stopAt()),
        end == null ? candidate.unmet() : end.unmet(),
        end == null
            ? null
            : new CandidateEndBody(end.at(), end.reason().author(), end.reason().reason()),
        pairs.entrySet().stream().map(CandidateBody::pair).toList(),
        samples.stream().map(DifferingDecisionBody::of).toList());
  }

  private static DifferingRowsBody pair(Map.Entry<CandidatePair, Long> entry) {
    CandidatePair pair = entry.getKey();
    return new DifferingRowsBody(
        pair.destinationId(), pair.inForce(), pair.ofCandidate(), entry.getValue());
  }
}
