package dev.oncegate.jmh;

import dev.oncegate.codec.EventWriter;
import dev.oncegate.codec.Parsed;
import dev.oncegate.codec.UpdateReader;
import dev.oncegate.core.Outcome;
import dev.oncegate.core.SyncGate;
import dev.oncegate.core.decide.Selection;
import dev.oncegate.core.event.OutboundEvent;
import dev.oncegate.core.group.IdGroup;
import dev.oncegate.core.group.IdGroups;
import dev.oncegate.core.group.IdHash;
import dev.oncegate.core.update.Connected;
import dev.oncegate.core.update.ExternalId;
import dev.oncegate.core.update.ProfileUpdate;
import dev.oncegate.rules.CompiledRulebook;
import dev.oncegate.rules.RulebookFiles;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullUnmarked;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * The whole way of one update on one core, from its bytes to the bytes of its events, and each step
 * of it; without Kafka and PostgreSQL, and with nothing sent before.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 4, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(2)
@NullUnmarked // What is set up is there when it is measured.
public class CoreBenchmark {
  private static final int UPDATES = 4_096;

  private final byte[][] messages = Messages.identified(UPDATES);
  private final Connected connected = Messages.connected();
  private CompiledRulebook rulebook;
  private final ProfileUpdate[] updates = new ProfileUpdate[UPDATES];
  private final Outcome[] outcomes = new Outcome[UPDATES];
  private final List<OutboundEvent> events = new ArrayList<>();
  private int next;

  @Setup(Level.Trial)
  public void load() {
    rulebook = Rulebooks.accepted(RulebookFiles.shipped());
    for (int i = 0; i < UPDATES; i++) {
      updates[i] = updateOf(messages[i]);
      outcomes[i] = decided(updates[i]);
      outcomes[i].forEachEvent(events::add);
    }
  }

  private static ProfileUpdate updateOf(byte[] message) {
    return switch (UpdateReader.identified(message)) {
      case Parsed.Valid(ProfileUpdate update, _, _) -> update;
      case Parsed.Invalid bad -> throw new IllegalStateException(bad.sentence());
    };
  }

  private Outcome decided(ProfileUpdate update) {
    return SyncGate.process(update, connected, _ -> null, rulebook);
  }

  private int next() {
    next = (next + 1) & (UPDATES - 1);
    return next;
  }

  /** From bytes to bytes. */
  @Benchmark
  public void whole(Blackhole events) {
    decided(updateOf(messages[next()]))
        .forEachEvent(event -> events.consume(EventWriter.write(event)));
  }

  /** The bytes of an update, read and checked. */
  @Benchmark
  public ProfileUpdate parse() {
    return updateOf(messages[next()]);
  }

  /** Four situations, four verdicts and the ids that are sent. */
  @Benchmark
  public Outcome decide() {
    return decided(updates[next()]);
  }

  /** The newest ids that count for the first destination. */
  @Benchmark
  public List<ExternalId> select() {
    return Selection.LATEST.from(
        updates[next()].externalIds(), connected.destinations().getFirst());
  }

  /** Groups, without their hashes. */
  @Benchmark
  public List<IdGroup> group() {
    return IdGroups.of(outcomes[next()].decisions());
  }

  /** The hash of six ids. */
  @Benchmark
  public String hash() {
    return IdHash.ofIds(updates[next()].externalIds());
  }

  /** One event into bytes. */
  @Benchmark
  public byte[] encode() {
    next = (next + 1) % events.size();
    return EventWriter.write(events.get(next));
  }
}
