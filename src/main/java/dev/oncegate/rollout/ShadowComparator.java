package dev.oncegate.rollout;

import dev.oncegate.core.LegacyFlow;
import dev.oncegate.core.Outcome;
import dev.oncegate.core.SyncGate;
import dev.oncegate.core.compare.FlowComparison;
import dev.oncegate.core.decide.Rulebook;
import dev.oncegate.core.decide.SendHistory;
import dev.oncegate.core.update.Connected;
import dev.oncegate.core.update.ProfileUpdate;
import dev.oncegate.pipeline.FlowComparator;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Decides updates that were published once more, by the other flow, and holds the events for
 * destinations that do not dedupe against each other. Such destinations are not in the ledger, so
 * that nothing is asked of it or written to it. Once its budget for a batch is spent, it compares
 * nothing more of the batch. What fails in it is counted, and fails nothing else.
 */
public final class ShadowComparator implements FlowComparator {
  private static final SendHistory NOTHING_SENT = key -> null;
  private static final PublishedUpdates NOTHING = (connected, outcome) -> {};

  private final Rollout rollout;
  private final Supplier<Rulebook> rulebook;
  private final ComparatorResults results;
  private final Duration budget;
  private final InstantSource clock;
  private final LongSupplier nanoTime;
  private final FaultLog faults;

  /**
   * A comparator for all lanes.
   *
   * @param rulebook asked for each update that took the legacy flow
   * @param budget what it may take behind a batch of a lane
   */
  public ShadowComparator(
      Rollout rollout,
      Supplier<Rulebook> rulebook,
      ComparatorResults results,
      Duration budget,
      InstantSource clock,
      LongSupplier nanoTime) {
    this.rollout = rollout;
    this.rulebook = rulebook;
    this.results = results;
    this.budget = budget;
    this.clock = clock;
    this.nanoTime = nanoTime;
    this.faults = new FaultLog("the comparator", nanoTime);
  }

  @Override
  public PublishedUpdates begin() {
    try {
      // With the kill switch thrown, the dedupe flow is not run for this either.
      Rollout.ShadowedProfiles profiles = rollout.compared();
      return profiles.areNone() || rollout.isDedupeOff() ? NOTHING : new ComparedBatch(profiles);
    } catch (RuntimeException | StackOverflowError e) {
      failed(e);
      return NOTHING;
    }
  }

  private void failed(Throwable e) {
    results.failed();
    faults.log(e);
  }

  private final class ComparedBatch implements PublishedUpdates {
    private final Rollout.ShadowedProfiles profiles;
    private final long begunAt = nanoTime.getAsLong();
    private final FlowComparison comparison = new FlowComparison(this::isWithinBudget);

    ComparedBatch(Rollout.ShadowedProfiles profiles) {
      this.profiles = profiles;
    }

    private boolean isWithinBudget() {
      return nanoTime.getAsLong() - begunAt < budget.toNanos();
    }

    @Override
    public void add(Connected connected, Outcome outcome) {
      try {
        ProfileUpdate update = outcome.update();
        if (profiles.include(update.spaceId(), update.profileId())) {
          if (isWithinBudget()) {
            compare(connected, outcome);
          } else {
            results.shed();
          }
        }
      } catch (RuntimeException | StackOverflowError e) {
        failed(e);
      }
    }

    private void compare(Connected connected, Outcome published) {
      Connected compared = withoutDeduped(connected);
      if (compared.destinations().isEmpty()) {
        return;
      }
      ProfileUpdate update = published.update();
      FlowComparison.ComparisonResult result =
          switch (published.flow()) {
            case DEDUPE -> comparison.compare(published, LegacyFlow.process(update, compared));
            case LEGACY ->
                comparison.compare(
                    SyncGate.process(update, compared, NOTHING_SENT, rulebook.get()), published);
          };
      switch (result) {
        case FlowComparison.ComparisonResult.SameEvents(long events) -> results.same(events);
        case FlowComparison.ComparisonResult.StoppedEarly() -> results.shed();
        case FlowComparison.ComparisonResult.DifferentEvents(var differences) ->
            results.different(
                new ComparatorSample(
                    clock.instant(),
                    published.flow(),
                    update.spaceId(),
                    update.profileId(),
                    update.computation().id(),
                    update.messageId(),
                    differences));
      }
    }

    private static Connected withoutDeduped(Connected connected) {
      var destinations = connected.destinations().stream().filter(it -> !it.isDeduped()).toList();
      return new Connected(connected.space(), destinations);
    }
  }
}
