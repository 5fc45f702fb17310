package dev.oncegate.rollout;

import static dev.oncegate.core.Samples.connected;
import static dev.oncegate.core.Samples.destination;
import static dev.oncegate.core.Samples.update;
import static org.assertj.core.api.Assertions.assertThat;

import dev.oncegate.audit.AuditLog;
import dev.oncegate.audit.AuditSource;
import dev.oncegate.audit.ChangeOrigin;
import dev.oncegate.core.LegacyFlow;
import dev.oncegate.core.Outcome;
import dev.oncegate.core.Samples;
import dev.oncegate.core.SyncGate;
import dev.oncegate.core.TreeOfTheDesign;
import dev.oncegate.core.decide.Reason;
import dev.oncegate.core.decide.RuleRef;
import dev.oncegate.core.decide.Rulebook;
import dev.oncegate.core.decide.Situation;
import dev.oncegate.core.decide.Verdict;
import dev.oncegate.core.update.Connected;
import dev.oncegate.postgres.PostgresRulebooks;
import dev.oncegate.rollout.Candidate.CandidateEnd;
import dev.oncegate.rollout.Candidate.EndKind;
import dev.oncegate.rollout.Candidate.PromotionCriterion;
import dev.oncegate.rollout.CandidateStore.PromotionResult;
import dev.oncegate.rules.store.Activation;
import dev.oncegate.testkit.Await;
import dev.oncegate.testkit.EmbeddedDatabase;
import dev.oncegate.testkit.Migrated;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A candidate on two instances, from a real database. */
class CandidateTest {
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final PromotionCriterion AT_ONCE = new PromotionCriterion(2, Duration.ZERO);
  private static final AuditLog AUDIT =
      new AuditLog(() -> new ChangeOrigin("ann", AuditSource.API, null));
  private static final ChangeReason WHY = new ChangeReason("ann", "new rows");
  private static final Connected CONNECTED =
      connected(destination("dst_1").made(), destination("dst_2").dedupesOn("email").made());

  private static EmbeddedDatabase database;
  private static DataSource dataSource;
  private static PostgresRulebooks rulebooks;

  private final Map<RolloutFlag, String> flags =
      new HashMap<>(Map.of(RolloutFlag.CANDIDATE, "100"));
  private final Rollout rollout = Rollout.start(() -> new RolloutState(flags, List.of()));
  private final AtomicLong now = new AtomicLong();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final AtomicBoolean breaks = new AtomicBoolean();
  private final Map<String, Rulebook> known =
      Map.of("same", new TreeOfTheDesign(), "other", new DropsEntries(breaks));
  private CandidateStore store;
  private RunningCandidate one;
  private RunningCandidate other;

  @BeforeAll
  static void startDatabase() {
    database = EmbeddedDatabase.start();
    dataSource = Migrated.database(database);
    rulebooks = new PostgresRulebooks(dataSource, AUDIT);
    for (String hash : List.of("same", "other")) {
      rulebooks.keep(hash, "ann", "", Map.of());
    }
  }

  @AfterAll
  static void stopDatabase() {
    database.close();
  }

  @BeforeEach
  void startInstances() throws SQLException {
    try (var connection = dataSource.getConnection();
        var statement = connection.createStatement()) {
      statement.execute("truncate candidate cascade");
      statement.execute("truncate rulebook_activation");
    }
    store = new CandidateStore(dataSource, rulebooks, AUDIT);
    one = RunningCandidate.start(dataSource, known::get);
    other = RunningCandidate.start(dataSource, known::get);
  }

  @AfterEach
  void stop() {
    one.close();
    other.close();
    rollout.close();
  }

  @Test
  void whatDiffersIsCountedOverAllInstancesByRowsAndDestination() {
    start("other", AT_ONCE, 100);
    publish(one, update());
    publish(other, update().messageId("m-2"));
    publish(other, update().messageId("m-3").value(false));
    Candidate counted = awaitCompared(6);
    assertThat(counted.different()).isEqualTo(2);
    assertThat(store.pairs(counted.id()).entrySet())
        .singleElement()
        .satisfies(
            pair -> {
              assertThat(pair.getKey().destinationId()).isEqualTo("dst_2");
              assertThat(pair.getKey().ofCandidate()).isEqualTo("drops!1");
              assertThat(pair.getValue()).isEqualTo(2);
            });
    assertThat(other.samples(counted.id()))
        .singleElement()
        .satisfies(
            sample -> {
              assertThat(sample.messageId()).isEqualTo("m-2");
              assertThat(sample.inForce().action()).isEqualTo("SEND");
              assertThat(sample.ofCandidate().action()).isEqualTo("DROP");
            });
  }

  @Test
  void tooManyDifferencesStopItByItself() {
    start("other", AT_ONCE, 2);
    for (int i = 0; i < 10; i++) {
      publish(one, update().messageId("m-" + i));
    }
    Await.until("it is stopped", LIMIT, () -> store.last().orElseThrow().end() != null);
    Candidate stopped = store.last().orElseThrow();
    assertThat(endOf(stopped).kind()).isEqualTo(EndKind.DIFFERED);
    assertThat(endOf(stopped).reason().reason()).isEqualTo("2 decisions differ, and 2 stop it");
    assertThat(stopped.different()).as("what follows is not compared").isEqualTo(2);
    Await.until("nobody decides it", LIMIT, () -> other.current() == null && one.current() == null);
  }

  @Test
  void itIsPromotedOnceItsCriterionHoldsAndTheEvidenceIsKept() {
    start("same", AT_ONCE, 100);
    assertThat(store.promote(WHY, false)).isInstanceOf(PromotionResult.NotYet.class);
    assertThat(rulebooks.activations(1)).isEmpty();
    publish(one, update());
    awaitCompared(2);
    assertThat(store.promote(WHY, false)).isInstanceOf(PromotionResult.Promoted.class);
    assertThat(rulebooks.activations(1)).extracting(Activation::hash).containsExactly("same");
    Candidate promoted = store.last().orElseThrow();
    assertThat(promoted.compared()).isEqualTo(2);
    assertThat(endOf(promoted).kind()).isEqualTo(EndKind.PROMOTED);
    assertThat(endOf(promoted).unmet()).isEmpty();
  }

  @Test
  void byForceItIsPromotedBeforeAndWhatDidNotHoldIsKept() {
    start("same", new PromotionCriterion(5, Duration.ofHours(24)), 100);
    assertThat(store.promote(WHY, true)).isInstanceOf(PromotionResult.Promoted.class);
    List<String> unmet = endOf(store.last().orElseThrow()).unmet();
    assertThat(unmet).hasSize(2);
    assertThat(unmet.getFirst()).isEqualTo("compared 0 decisions of 5");
    assertThat(unmet.getLast()).endsWith(" of PT24H");
  }

  @Test
  void atMostOneRuns() {
    start("same", AT_ONCE, 100);
    assertThat(store.start("other", AT_ONCE, 100, WHY)).isEmpty();
    assertThat(store.stop(WHY)).isPresent();
    assertThat(store.stop(WHY)).isEmpty();
    assertThat(store.promote(WHY, true)).isInstanceOf(PromotionResult.NoneRuns.class);
    start("other", AT_ONCE, 100);
  }

  @Test
  void nothingIsComparedByNoPercentageUnderTheKillSwitchOrInTheLegacyFlow() {
    start("other", AT_ONCE, 100);
    flags.put(RolloutFlag.CANDIDATE, "0");
    publish(one, update());
    flags.put(RolloutFlag.CANDIDATE, "100");
    flags.put(RolloutFlag.DEDUPE, "off");
    publish(one, update());
    flags.put(RolloutFlag.DEDUPE, "on");
    shadow(one).begin().add(CONNECTED, LegacyFlow.process(update().made(), CONNECTED));
    assertThat(Objects.requireNonNull(one.current()).counts().take().compared()).isZero();
  }

  @Test
  void onceTheBudgetIsSpentTheRestOfTheBatchIsShedAndAFaultIsCounted() {
    start("other", AT_ONCE, 100);
    var batch = shadow(one).begin();
    now.addAndGet(100);
    batch.add(CONNECTED, decided(update()));
    assertThat(registry.counter("oncegate.candidate.shed").count()).isEqualTo(1);
    breaks.set(true);
    shadow(one).begin().add(CONNECTED, decided(update()));
    assertThat(registry.counter("oncegate.candidate.failed").count()).isEqualTo(1);
  }

  @Test
  void pairsAndSamplesStayBounded() {
    var counts = new CandidateCounts();
    Verdict verdict =
        new DropsEntries(breaks).decide(decided(update()).decisions().getFirst().situation());
    for (int i = 0; i < 2 * CandidateCounts.MOST_PAIRS; i++) {
      counts.different(
          new CandidatePair("dst_" + i, "a", "b"),
          new CandidateSample(Instant.EPOCH, "s", "p", "c", "m-" + i, "d", verdict, verdict));
    }
    assertThat(counts.samples()).hasSize(CandidateCounts.MOST_SAMPLES);
    CandidateCounts.Taken taken = counts.take();
    assertThat(taken.pairs())
        .hasSize(CandidateCounts.MOST_PAIRS + 1)
        .containsEntry(CandidatePair.OTHERS, (long) CandidateCounts.MOST_PAIRS);
    counts.giveBack(taken);
    assertThat(counts.take()).isEqualTo(taken);
  }

  private void start(String hash, PromotionCriterion criterion, long stopAt) {
    assertThat(store.start(hash, criterion, stopAt, WHY)).isPresent();
    for (RunningCandidate instance : List.of(one, other)) {
      Await.until(
          hash + " is decided",
          LIMIT,
          () -> instance.current() != null && instance.current().candidate().hash().equals(hash));
    }
  }

  private static CandidateEnd endOf(Candidate candidate) {
    return Objects.requireNonNull(candidate.end());
  }

  private void publish(RunningCandidate instance, Samples.UpdateOf update) {
    shadow(instance).begin().add(CONNECTED, decided(update));
  }

  private static Outcome decided(Samples.UpdateOf update) {
    return SyncGate.process(update.made(), CONNECTED, _ -> null, new TreeOfTheDesign());
  }

  private Candidate awaitCompared(long decisions) {
    Await.until(
        decisions + " are compared",
        LIMIT,
        () -> store.last().orElseThrow().compared() == decisions);
    return store.last().orElseThrow();
  }

  private CandidateShadow shadow(RunningCandidate instance) {
    return new CandidateShadow(
        rollout,
        instance,
        Duration.ofNanos(100),
        registry,
        InstantSource.fixed(Instant.EPOCH),
        now::get);
  }

  /** Sends nobody anything to a destination that dedupes. */
  private static final class DropsEntries implements Rulebook {
    private final Rulebook tree = new TreeOfTheDesign();
    private final AtomicBoolean breaks;

    DropsEntries(AtomicBoolean breaks) {
      this.breaks = breaks;
    }

    @Override
    public String hash() {
      return "other";
    }

    @Override
    public Verdict decide(Situation situation) {
      if (breaks.get()) {
        throw new IllegalStateException("no verdict");
      }
      Verdict verdict = tree.decide(situation);
      return situation.deduped() && verdict instanceof Verdict.Send
          ? new Verdict.Drop(new Reason("dropped"), new RuleRef("drops!1", "drops entries"))
          : verdict;
    }
  }
}
