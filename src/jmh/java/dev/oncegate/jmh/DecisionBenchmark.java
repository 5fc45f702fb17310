package dev.oncegate.jmh;

import dev.oncegate.core.decide.Situation;
import dev.oncegate.core.decide.Verdict;
import dev.oncegate.core.update.Destination;
import dev.oncegate.core.update.Resend;
import dev.oncegate.core.update.Space;
import dev.oncegate.rules.CompiledRulebook;
import dev.oncegate.rules.space.Attribute;
import dev.oncegate.rules.space.DecisionSpace;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullUnmarked;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * From a situation to its verdict. The situations are of all kinds in random order, so that nothing
 * about the next one can be foreseen. Their words are those of configured spaces and destinations,
 * which were read from elsewhere than the tables.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 10, time = 1)
@Fork(2)
@NullUnmarked // What is set up is there when it is measured.
public class DecisionBenchmark {
  private static final int SITUATIONS = 4_096;
  private static final int SEED = 20_261_122;

  /** Which open attributes the tables name words of; nothing, in what ships. */
  @Param({"nothing", "destinationType", "destinationType+tier", "destinationType+space+tier"})
  private String naming;

  private CompiledRulebook rulebook;
  private final Situation[] situations = new Situation[SITUATIONS];
  private int next;

  @Setup(Level.Trial)
  public void load() {
    rulebook = Rulebooks.naming(List.of(naming.split("\\+", -1)));
    DecisionSpace space = rulebook.space();
    var random = new Random(SEED);
    for (int i = 0; i < SITUATIONS; i++) {
      situations[i] = configured(space, random.nextInt(space.size()));
    }
  }

  /** A situation as the service makes it. */
  private static Situation configured(DecisionSpace space, int index) {
    Situation situation = space.at(index);
    var configured = new Space(read(situation.space()), read(situation.tier()));
    Destination destination = destination(situation.destinationType());
    return new Situation(
        situation.computation(),
        situation.trigger(),
        situation.member(),
        situation.deduped(),
        situation.relevantId(),
        situation.newIdRelevant(),
        situation.mergedMember(),
        situation.alreadySent(),
        destination.type(),
        configured.id(),
        configured.tier());
  }

  private static Destination destination(String type) {
    return new Destination(
        "dst_1",
        "spa_1",
        read(type),
        type,
        true,
        Set.of(),
        Destination.Call.TRACK,
        Destination.IdsPerEvent.ALL,
        Destination.DedupeScope.PROFILE,
        new Resend.Never());
  }

  /** The word as it comes from the database: equal to a table's, but another object. */
  private static String read(String word) {
    return String.valueOf((word.equals(Attribute.ANY_OTHER) ? "unnamed" : word).toCharArray());
  }

  @Benchmark
  public Verdict decide() {
    next = (next + 1) & (SITUATIONS - 1);
    return rulebook.decide(situations[next]);
  }
}
