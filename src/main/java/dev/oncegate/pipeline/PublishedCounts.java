package dev.oncegate.pipeline;

import dev.oncegate.core.decide.Verdict;
import dev.oncegate.core.event.Flow;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;

/** What a batch of the sync stage sent, counted on its way out. */
final class PublishedCounts {
  private int forwarded;
  private long events;
  private int legacy;
  private int dedupe;
  private final Map<String, Integer> parked = new HashMap<>();
  // A rulebook has one answer for each of its rows, and few of them.
  private final IdentityHashMap<Verdict, int[]> decisions = new IdentityHashMap<>();

  void forwarded() {
    forwarded++;
  }

  /** An update that was decided. */
  void update(Flow flow) {
    switch (flow) {
      case LEGACY -> legacy++;
      case DEDUPE -> dedupe++;
    }
  }

  void event() {
    events++;
  }

  void parked(String reason) {
    parked.merge(reason, 1, Integer::sum);
  }

  void decision(Verdict verdict) {
    decisions.computeIfAbsent(verdict, _ -> new int[1])[0]++;
  }

  /** Adds it to what a stage has done. */
  void countFor(Stage stage, StageMeters meters) {
    meters.forwarded(forwarded);
    meters.events(events);
    meters.flow(Flow.LEGACY, legacy);
    meters.flow(Flow.DEDUPE, dedupe);
    parked.forEach((reason, count) -> meters.parked(stage, reason, count));
    decisions.forEach((verdict, count) -> meters.decided(verdict, count[0]));
  }
}
