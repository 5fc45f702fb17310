package dev.oncegate.rollout;

import dev.oncegate.codec.EventWriter;
import dev.oncegate.codec.Parsed;
import dev.oncegate.codec.UpdateReader;
import dev.oncegate.core.Outcome;
import dev.oncegate.core.Samples;
import dev.oncegate.core.SyncGate;
import dev.oncegate.core.decide.Rulebook;
import dev.oncegate.core.update.Connected;
import dev.oncegate.core.update.ProfileUpdate;
import dev.oncegate.pipeline.FlowComparator;
import dev.oncegate.rules.LoadResult;
import dev.oncegate.rules.ShippedRulebook;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What the comparator and a candidate cost on one core, of the way of an update from its bytes to
 * the bytes of its events; without Kafka and PostgreSQL, which cost far more than that. Each round
 * measures all side by side, beginning with another one; prints the median of the rounds' ratios.
 * Run by hand.
 */
final class ShadowCost {
  private static final int UPDATES = 4_096;
  private static final int BATCH = 512;
  private static final int BATCHES_OF_A_ROUND = 400;
  private static final int WARM_UP = 3;
  private static final int ROUNDS = 15;
  private static final Duration BUDGET = Duration.ofMinutes(1);
  private static final Connected CONNECTED =
      Samples.connected(
          Samples.destination("dst_braze").type("braze").dedupesOn("email").made(),
          Samples.destination("dst_sendgrid").type("sendgrid").dedupesOn("email").made(),
          Samples.destination("dst_webhook").made(),
          Samples.destination("dst_other").oneIdPerEvent().made());

  private final byte[][] messages = new byte[UPDATES][];
  private final Rulebook rulebook;
  private int next;
  private long written;

  /** Something that looks on, with its flags. */
  private record Shadow(String name, FlowComparator comparator) {}

  private ShadowCost(Rulebook rulebook) {
    this.rulebook = rulebook;
    for (int i = 0; i < UPDATES; i++) {
      messages[i] = message(i).getBytes(StandardCharsets.UTF_8);
    }
  }

  public static void main(String... args) {
    if (!(ShippedRulebook.load() instanceof LoadResult.Accepted accepted)) {
      throw new IllegalStateException("the tables that ship are refused");
    }
    new ShadowCost(accepted.rulebook()).run();
  }

  private void run() {
    var shadows =
        List.of(
            new Shadow("nothing", FlowComparator.NONE),
            new Shadow("compare 1", comparator("1")),
            new Shadow("compare 100", comparator("100")),
            new Shadow("candidate 1", candidate("1")),
            new Shadow("candidate 100", candidate("100")));
    double[][] nanos = new double[shadows.size()][ROUNDS];
    for (int round = -WARM_UP; round < ROUNDS; round++) {
      for (int i = 0; i < shadows.size(); i++) {
        int at = Math.floorMod(i + round, shadows.size());
        double took = nanosOfUpdate(shadows.get(at).comparator());
        if (round >= 0) {
          nanos[at][round] = took;
        }
      }
    }
    for (int i = 0; i < shadows.size(); i++) {
      double[] ratios = new double[ROUNDS];
      for (int round = 0; round < ROUNDS; round++) {
        ratios[round] = nanos[i][round] / nanos[0][round];
      }
      System.out.printf(
          "%-14s %6.0f ns an update, %+.1f %%%n",
          shadows.get(i).name(), median(nanos[i]), 100 * (median(ratios) - 1));
    }
    System.out.printf("(%d bytes of events)%n", written);
  }

  private double nanosOfUpdate(FlowComparator comparator) {
    long from = System.nanoTime();
    for (int batch = 0; batch < BATCHES_OF_A_ROUND; batch++) {
      var outcomes = new ArrayList<Outcome>(BATCH);
      for (int i = 0; i < BATCH; i++) {
        Outcome outcome = SyncGate.process(read(), CONNECTED, _ -> null, rulebook);
        outcome.forEachEvent(event -> written += EventWriter.write(event).length);
        outcomes.add(outcome);
      }
      FlowComparator.PublishedUpdates published = comparator.begin();
      outcomes.forEach(outcome -> published.add(CONNECTED, outcome));
    }
    return (double) (System.nanoTime() - from) / ((long) BATCH * BATCHES_OF_A_ROUND);
  }

  private ProfileUpdate read() {
    next = (next + 1) % UPDATES;
    return switch (UpdateReader.identified(messages[next])) {
      case Parsed.Valid(ProfileUpdate update, _, _) -> update;
      case Parsed.Invalid bad -> throw new IllegalStateException(bad.sentence());
    };
  }

  private FlowComparator comparator(String percentage) {
    return new ShadowComparator(
        rolloutOf(RolloutFlag.COMPARE, percentage),
        () -> rulebook,
        new ComparatorResults(new SimpleMeterRegistry()),
        BUDGET,
        InstantSource.system(),
        System::nanoTime);
  }

  private FlowComparator candidate(String percentage) {
    var candidate =
        new Candidate(
            1,
            rulebook.hash(),
            new Candidate.PromotionCriterion(1, Duration.ZERO),
            1,
            new ChangeReason("bench", "to measure"),
            Instant.EPOCH,
            0,
            0,
            Instant.EPOCH,
            null);
    var shadowed = new RunningCandidate.Shadowed(candidate, rulebook, new CandidateCounts());
    return new CandidateShadow(
        rolloutOf(RolloutFlag.CANDIDATE, percentage),
        () -> shadowed,
        BUDGET,
        new SimpleMeterRegistry(),
        InstantSource.system(),
        System::nanoTime);
  }

  private static Rollout rolloutOf(RolloutFlag flag, String percentage) {
    Map<RolloutFlag, String> flags = new EnumMap<>(RolloutFlag.class);
    flags.put(flag, percentage);
    var state = new RolloutState(flags, List.of());
    return Rollout.start(() -> state);
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private static String message(int number) {
    return """
        {"messageId":"m-%1$d","spaceId":"spa_1","profileId":"use_%1$d",\
        "computation":{"id":"aud_1","key":"big_spenders","name":"Big spenders","type":"audience"},\
        "value":%2$s,"trigger":{"reason":"value_changed"},"computedAt":"2026-11-22T10:00:00.000Z",\
        "externalIds":[{"type":"anonymous_id","id":"a-%1$d","createdAt":"2026-01-01T00:00:00Z"},\
        {"type":"email","id":"someone%1$d@example.com","createdAt":"2026-01-02T00:00:00Z"},\
        {"type":"email","id":"else%1$d@example.com","createdAt":"2026-01-03T00:00:00Z"},\
        {"type":"user_id","id":"u-%1$d","createdAt":"2026-01-04T00:00:00Z"}]}\
        """
        .formatted(number, number % 5 != 0);
  }
}
