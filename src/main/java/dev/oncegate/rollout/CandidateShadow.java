package dev.oncegate.rollout;

import dev.oncegate.core.Outcome;
import dev.oncegate.core.decide.Decision;
import dev.oncegate.core.decide.Verdict;
import dev.oncegate.core.update.Connected;
import dev.oncegate.core.update.ProfileUpdate;
import dev.oncegate.pipeline.FlowComparator;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Has the candidate decide what was decided and published, in the same situations, with the history
 * as it was, and counts where its verdicts differ. Nothing of what it says goes out. Once its
 * budget for a batch is spent, it leaves the rest of the batch. What fails in it is counted, and
 * fails nothing else.
 */
public final class CandidateShadow implements FlowComparator {
  private static final PublishedUpdates NOTHING = (connected, outcome) -> {};

  private final Rollout rollout;
  private final Supplier<RunningCandidate.@Nullable Shadowed> running;
  private final Duration budget;
  private final InstantSource clock;
  private final LongSupplier nanoTime;
  private final FaultLog faults;
  private final Counter same;
  private final Counter different;
  private final Counter shed;
  private final Counter failed;

  /**
   * A shadow for all lanes.
   *
   * @param budget what it may take behind a batch of a lane
   */
  public CandidateShadow(
      Rollout rollout,
      RunningCandidate running,
      Duration budget,
      MeterRegistry registry,
      InstantSource clock,
      LongSupplier nanoTime) {
    this(rollout, running::current, budget, registry, clock, nanoTime);
  }

  CandidateShadow(
      Rollout rollout,
      Supplier<RunningCandidate.@Nullable Shadowed> running,
      Duration budget,
      MeterRegistry registry,
      InstantSource clock,
      LongSupplier nanoTime) {
    this.rollout = rollout;
    this.running = running;
    this.budget = budget;
    this.clock = clock;
    this.nanoTime = nanoTime;
    this.faults = new FaultLog("the candidate", nanoTime);
    same = decisions(registry, "same");
    different = decisions(registry, "different");
    shed = registry.counter("oncegate.candidate.shed");
    failed = registry.counter("oncegate.candidate.failed");
  }

  private static Counter decisions(MeterRegistry registry, String result) {
    return registry.counter("oncegate.candidate.decisions", "result", result);
  }

  @Override
  public PublishedUpdates begin() {
    try {
      RunningCandidate.Shadowed shadowed = running.get();
      if (shadowed == null || shadowed.isFinished() || rollout.isDedupeOff()) {
        return NOTHING;
      }
      Rollout.ShadowedProfiles profiles = rollout.shadowedByCandidate();
      return profiles.areNone() ? NOTHING : new ShadowedBatch(shadowed, profiles);
    } catch (RuntimeException | StackOverflowError e) {
      failed(e);
      return NOTHING;
    }
  }

  private void failed(Throwable e) {
    failed.increment();
    faults.log(e);
  }

  private final class ShadowedBatch implements PublishedUpdates {
    private final RunningCandidate.Shadowed shadowed;
    private final Rollout.ShadowedProfiles profiles;
    private final long begunAt = nanoTime.getAsLong();

    ShadowedBatch(RunningCandidate.Shadowed shadowed, Rollout.ShadowedProfiles profiles) {
      this.shadowed = shadowed;
      this.profiles = profiles;
    }

    @Override
    public void add(Connected connected, Outcome outcome) {
      ProfileUpdate update = outcome.update();
      // The legacy flow decides nothing.
      if (outcome.decisions().isEmpty()
          || !profiles.include(update.spaceId(), update.profileId())) {
        return;
      }
      if (nanoTime.getAsLong() - begunAt >= budget.toNanos()) {
        shed.increment();
        return;
      }
      try {
        for (Decision decision : outcome.decisions()) {
          compare(update, decision);
        }
      } catch (RuntimeException | StackOverflowError e) {
        failed(e);
      }
    }

    private void compare(ProfileUpdate update, Decision decision) {
      Verdict inForce = decision.verdict();
      Verdict ofCandidate = shadowed.rulebook().decide(decision.situation());
      if (inForce.saysTheSameAs(ofCandidate)) {
        shadowed.counts().same();
        same.increment();
        return;
      }
      different.increment();
      String destination = decision.destination().id();
      var pair =
          new CandidatePair(destination, inForce.row().address(), ofCandidate.row().address());
      shadowed
          .counts()
          .different(
              pair,
              new CandidateSample(
                  clock.instant(),
                  update.spaceId(),
                  update.profileId(),
                  update.computation().id(),
                  update.messageId(),
                  destination,
                  inForce,
                  ofCandidate));
    }
  }
}
