package dev.oncegate.pipeline;

import dev.oncegate.core.decide.Verdict;
import dev.oncegate.core.event.Flow;
import io.micrometer.core.instrument.MeterRegistry;

/** Counts what stages have done; only what is published counts. */
public final class StageMeters {
  private final MeterRegistry registry;

  public StageMeters(MeterRegistry registry) {
    this.registry = registry;
  }

  void updates(Stage stage, int count) {
    registry.counter("oncegate.updates", "stage", stage.word()).increment(count);
  }

  void parked(Stage stage, String reason, int count) {
    registry.counter("oncegate.parked", "stage", stage.word(), "reason", reason).increment(count);
  }

  void blankIds(Stage stage, int count) {
    registry.counter("oncegate.ids.blank", "stage", stage.word()).increment(count);
  }

  void forwarded(int count) {
    registry.counter("oncegate.forwarded").increment(count);
  }

  void events(long count) {
    registry.counter("oncegate.events").increment((double) count);
  }

  /** Counts updates by the flow that they took. */
  void flow(Flow flow, int count) {
    registry.counter("oncegate.flow.updates", "flow", flow.word()).increment(count);
  }

  void decided(Verdict verdict, int count) {
    registry
        .counter(
            "oncegate.decisions", "action", verdict.action(), "reason", verdict.reason().word())
        .increment(count);
  }
}
