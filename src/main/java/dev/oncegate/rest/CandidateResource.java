package dev.oncegate.rest;

import dev.oncegate.rollout.Candidate;
import dev.oncegate.rollout.Candidate.PromotionCriterion;
import dev.oncegate.rollout.CandidateStore;
import dev.oncegate.rollout.CandidateStore.PromotionResult;
import dev.oncegate.rollout.ChangeReason;
import dev.oncegate.rollout.RolloutCache;
import dev.oncegate.rollout.RolloutFlag;
import dev.oncegate.rollout.RunningCandidate;
import dev.oncegate.rules.store.RulebookStore;
import dev.oncegate.security.RoleName;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The candidate: an uploaded version, decided in the shadow of the one in force. */
@Path("/api/candidate")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "Rollout")
public class CandidateResource {
  private static final long USUALLY_COMPARED = 100_000;
  private static final long USUAL_HOURS = 24;
  private static final long USUAL_STOP = 10_000;

  private final CandidateStore candidates;
  private final RunningCandidate running;
  private final RulebookStore rulebooks;
  private final RolloutCache flags;
  private final ChangeReasons reasons;
  private final FourEyes fourEyes;

  CandidateResource(
      CandidateStore candidates,
      RunningCandidate running,
      RulebookStore rulebooks,
      RolloutCache flags,
      ChangeReasons reasons,
      FourEyes fourEyes) {
    this.candidates = candidates;
    this.running = running;
    this.rulebooks = rulebooks;
    this.flags = flags;
    this.reasons = reasons;
    this.fourEyes = fourEyes;
  }

  @GET
  @RolesAllowed(RoleName.VIEWER_OF_ALL)
  @Operation(summary = "The candidate that runs, or the last one, and where it differs")
  @APIResponse(responseCode = "404", ref = ApiDescription.PROBLEM)
  public CandidateBody status() {
    return body(found(candidates.last()));
  }

  @POST
  @RolesAllowed(RoleName.OPERATOR_OF_ALL)
  @Path("start")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(summary = "Has an uploaded version decided in the shadow, for the flag's percentage")
  @APIResponse(responseCode = "404", ref = ApiDescription.PROBLEM)
  @APIResponse(responseCode = "409", description = "Another one runs")
  public CandidateBody start(CandidateStartBody start) {
    if (rulebooks.find(start.hash()).isEmpty()) {
      throw new ProblemException(Responses.unknown("rulebook " + start.hash()));
    }
    var criterion =
        new PromotionCriterion(
            Objects.requireNonNullElse(start.compared(), USUALLY_COMPARED),
            Duration.ofHours(Objects.requireNonNullElse(start.hours(), USUAL_HOURS)));
    Optional<Candidate> started =
        candidates.start(
            start.hash(),
            criterion,
            Objects.requireNonNullElse(start.stopAt(), USUAL_STOP),
            reasons.require(start.reason()));
    return body(
        started.orElseThrow(
            () ->
                new ProblemException(
                    Problem.of(
                        Response.Status.CONFLICT, "a candidate runs; stop or promote it first"))));
  }

  @POST
  @RolesAllowed(RoleName.OPERATOR_OF_ALL)
  @Path("stop")
  @Operation(summary = "Stops the candidate that runs")
  @APIResponse(responseCode = "404", ref = ApiDescription.PROBLEM)
  public CandidateBody stop(@QueryParam(OriginFilter.REASON) @Nullable String reason) {
    return body(found(candidates.stop(reasons.require(reason))));
  }

  @POST
  @RolesAllowed(RoleName.OPERATOR_OF_ALL)
  @Path("promote")
  @Operation(
      summary = "Puts the candidate in force, if its criterion holds",
      description =
          "With `force` also if it does not hold. What did not hold is kept with the promotion.")
  @APIResponse(responseCode = "404", ref = ApiDescription.PROBLEM)
  @APIResponse(responseCode = "409", ref = ApiDescription.PROBLEM)
  public PromotionBody promote(
      @QueryParam(OriginFilter.REASON) @Nullable String reason,
      @QueryParam("force") @DefaultValue("false") boolean force) {
    ChangeReason why = reasons.require(reason);
    candidates
        .last()
        .flatMap(it -> rulebooks.find(it.hash()))
        .ifPresent(version -> fourEyes.check(version, why.author()));
    return switch (candidates.promote(why, force)) {
      case PromotionResult.Promoted(Candidate promoted) -> new PromotionBody(true, body(promoted));
      case PromotionResult.NotYet(Candidate candidate) -> new PromotionBody(false, body(candidate));
      case PromotionResult.NoneRuns _ -> throw new ProblemException(noneRuns());
    };
  }

  private static Candidate found(Optional<Candidate> candidate) {
    return candidate.orElseThrow(() -> new ProblemException(noneRuns()));
  }

  private static Problem noneRuns() {
    return Problem.notFound("there is no candidate");
  }

  private CandidateBody body(Candidate candidate) {
    return CandidateBody.of(
        candidate,
        flags.current().valueOf(RolloutFlag.CANDIDATE),
        candidates.pairs(candidate.id()),
        running.samples(candidate.id()));
  }
}
