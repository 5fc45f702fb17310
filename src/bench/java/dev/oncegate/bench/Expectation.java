package dev.oncegate.bench;

import dev.oncegate.codec.EventWriter;
import dev.oncegate.codec.Parsed;
import dev.oncegate.codec.UpdateReader;
import dev.oncegate.core.Outcome;
import dev.oncegate.core.decide.Rulebook;
import dev.oncegate.core.update.Integrations;
import dev.oncegate.replay.Replay;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What must come of a workload: what Oncegate's own core makes of it, with a history in memory, as
 * the replay does.
 */
final class Expectation {
  private final Replay replay;
  private final EventDigest digest = new EventDigest();
  private final Longs prints = new Longs();
  private final List<int[]> shape = new ArrayList<>();
  private long updates;
  private long updateBytes;
  private long eventBytes;
  private long decisions;
  private long[] sorted = {};

  Expectation(Integrations integrations, Rulebook rulebook) {
    this.replay = new Replay(integrations, rulebook);
  }

  /**
   * Takes note of the next update of the workload.
   *
   * @param asShape whether the sizes of its events are kept as an example
   */
  void heed(byte[] update, boolean asShape) {
    Outcome outcome =
        switch (UpdateReader.identified(update)) {
          case Parsed.Valid good -> replay.step(good.update());
          case Parsed.Invalid bad ->
              throw new IllegalStateException("the workload has a bad update: " + bad.sentence());
        };
    updates++;
    updateBytes += update.length;
    decisions += outcome.decisions().size();
    var sizes = new ArrayList<Integer>(4);
    outcome.forEachEvent(
        event -> {
          byte[] written = EventWriter.write(event);
          prints.add(digest.of(written));
          eventBytes += written.length;
          sizes.add(written.length);
        });
    if (asShape) {
      shape.add(sizes.stream().mapToInt(Integer::intValue).toArray());
    }
  }

  /** To be called when the workload has ended. */
  void end() {
    sorted = prints.sorted();
  }

  /** For some updates, the sizes of their events. */
  List<int[]> shape() {
    return shape;
  }

  long events() {
    return prints.size();
  }

  long decisions() {
    return decisions;
  }

  double bytesOfAnUpdate() {
    return (double) updateBytes / updates;
  }

  double eventsOfAnUpdate() {
    return (double) events() / updates;
  }

  double bytesOfAnEvent() {
    return (double) eventBytes / events();
  }

  long eventBytes() {
    return eventBytes;
  }

  boolean has(long print) {
    return Arrays.binarySearch(sorted, print) >= 0;
  }

  /** Whether these are all events, each as often as it must come. */
  boolean isExactly(Longs others) {
    return Arrays.equals(sorted, others.sorted());
  }
}
