package dev.oncegate.rollout;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** What the comparator has found on this instance: counts since the start, and a few samples. */
public final class ComparatorResults {
  /** So many samples are kept, the latest. */
  public static final int MOST_SAMPLES = 100;

  private final Counter same;
  private final Counter different;
  private final Counter shed;
  private final Counter failed;
  private final Counter events;
  // Guarded by itself.
  private final Deque<ComparatorSample> samples = new ArrayDeque<>();

  /**
   * The counts.
   *
   * @param same updates of which both flows make the same events
   * @param different updates of which they do not
   * @param shed updates that were not compared, since the budget was spent
   * @param failed updates at which the comparator failed
   * @param events that both flows made
   */
  public record Totals(long same, long different, long shed, long failed, long events) {}

  public ComparatorResults(MeterRegistry registry) {
    same = updates(registry, "same");
    different = updates(registry, "different");
    shed = updates(registry, "shed");
    failed = updates(registry, "failed");
    events = registry.counter("oncegate.compare.events");
  }

  private static Counter updates(MeterRegistry registry, String result) {
    return registry.counter("oncegate.compare.updates", "result", result);
  }

  void same(long count) {
    same.increment();
    events.increment((double) count);
  }

  void different(ComparatorSample sample) {
    different.increment();
    synchronized (samples) {
      if (samples.size() == MOST_SAMPLES) {
        samples.removeLast();
      }
      samples.addFirst(sample);
    }
  }

  void shed() {
    shed.increment();
  }

  void failed() {
    failed.increment();
  }

  public Totals totals() {
    return new Totals(
        (long) same.count(),
        (long) different.count(),
        (long) shed.count(),
        (long) failed.count(),
        (long) events.count());
  }

  /** The latest first. */
  public List<ComparatorSample> samples() {
    synchronized (samples) {
      return new ArrayList<>(samples);
    }
  }
}
