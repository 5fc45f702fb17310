package dev.oncegate.kafka;

import dev.oncegate.core.Outcome;
import dev.oncegate.core.decide.Decision;
import dev.oncegate.core.decide.Verdict;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Counts what lanes have done; only what is published counts. */
public final class LaneMeters {
  private record Answer(String action, String reason) {}

  private final MeterRegistry registry;
  private final Map<String, AtomicLong> lags = new ConcurrentHashMap<>();

  public LaneMeters(MeterRegistry registry) {
    this.registry = registry;
  }

  void updates(Stage stage, int count) {
    registry.counter("oncegate.updates", "stage", stage.word()).increment(count);
  }

  void parked(Stage stage, String reason) {
    registry.counter("oncegate.parked", "stage", stage.word(), "reason", reason).increment();
  }

  void forwarded() {
    registry.counter("oncegate.forwarded").increment();
  }

  /** Counts what was decided in a batch. */
  void outcomes(List<Outcome> outcomes) {
    long events = 0;
    Map<Answer, Integer> answers = new HashMap<>();
    for (Outcome outcome : outcomes) {
      events += outcome.eventCount();
      for (Decision decision : outcome.decisions()) {
        Verdict verdict = decision.verdict();
        answers.merge(new Answer(verdict.action(), verdict.reason().word()), 1, Integer::sum);
      }
    }
    registry.counter("oncegate.events").increment((double) events);
    answers.forEach(
        (answer, count) ->
            registry
                .counter("oncegate.decisions", "action", answer.action(), "reason", answer.reason())
                .increment(count));
  }

  void batch(Stage stage, long nanos) {
    registry.timer("oncegate.batch", "stage", stage.word()).record(nanos, TimeUnit.NANOSECONDS);
  }

  void stalled(Stage stage) {
    registry.counter("oncegate.stalls", "stage", stage.word()).increment();
  }

  /** How many messages wait in the partitions of a lane. */
  void lag(String lane, long messages) {
    lags.computeIfAbsent(
            lane, name -> registry.gauge("oncegate.lag", Tags.of("lane", name), new AtomicLong()))
        .set(messages);
  }

  /** A gauge that is 1 while the lane runs and 0 while it does anything else. */
  void watch(Lane lane) {
    registry.gauge(
        "oncegate.lane.running",
        Tags.of("lane", lane.name()),
        lane,
        it -> it.state() instanceof LaneState.Running ? 1 : 0);
  }
}
