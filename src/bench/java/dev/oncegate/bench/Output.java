package dev.oncegate.bench;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** What a peer made of an input. */
final class Output {
  /** By how much the limit's copy may miss the size of what it stands for. */
  private static final double SHAPE_TOLERANCE = 0.03;

  private final EventDigest digest = new EventDigest();
  private final Longs prints = new Longs();
  private long bytes;

  void add(byte[] event) {
    prints.add(digest.of(event));
    bytes += event.length;
  }

  /**
   * What is wrong with it; null if nothing is.
   *
   * @param sameEvents whether it must be the same events; otherwise as many and as large
   */
  @Nullable String wrong(Expectation expected, boolean sameEvents) {
    boolean isRight =
        sameEvents
            ? expected.isExactly(prints)
            : isAbout(prints.size(), expected.events()) && isAbout(bytes, expected.eventBytes());
    return isRight
        ? null
        : "%,d events of %,d bytes instead of %,d of %,d"
            .formatted(prints.size(), bytes, expected.events(), expected.eventBytes());
  }

  private static boolean isAbout(long found, long expected) {
    return Math.abs(found - expected) <= SHAPE_TOLERANCE * expected;
  }

  /** Looks for an event that should not be there. */
  static final class Foreign {
    private final Expectation expected;
    private final EventDigest digest = new EventDigest();
    private @Nullable String first;

    Foreign(Expectation expected) {
      this.expected = expected;
    }

    void look(byte[] event) {
      if (first == null && !expected.has(digest.of(event))) {
        first = new String(event, StandardCharsets.UTF_8);
      }
    }

    @Nullable String first() {
      return first;
    }
  }
}
