package dev.oncegate.kafka;

import dev.oncegate.pipeline.Stage;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Measures how lanes do. */
public final class LaneMeters {
  private final MeterRegistry registry;
  private final Map<String, AtomicLong> lags = new ConcurrentHashMap<>();

  public LaneMeters(MeterRegistry registry) {
    this.registry = registry;
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
