package dev.oncegate.kafka;

import dev.oncegate.core.decide.Verdict;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Counts what lanes have done; only what is published counts. */
public final class LaneMeters {
  private final MeterRegistry registry;
  private final Map<String, AtomicLong> lags = new ConcurrentHashMap<>();

  public LaneMeters(MeterRegistry registry) {
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

  void decided(Verdict verdict, int count) {
    registry
        .counter(
            "oncegate.decisions", "action", verdict.action(), "reason", verdict.reason().word())
        .increment(count);
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
