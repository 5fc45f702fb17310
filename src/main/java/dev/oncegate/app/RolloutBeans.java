package dev.oncegate.app;

import dev.oncegate.audit.AuditLog;
import dev.oncegate.core.DependencyUnavailableException;
import dev.oncegate.core.decide.Rulebook;
import dev.oncegate.integrations.IntegrationsCache;
import dev.oncegate.kafka.DecisionLog;
import dev.oncegate.kafka.EventTopic;
import dev.oncegate.pipeline.TopicNames;
import dev.oncegate.postgres.PostgresLedger;
import dev.oncegate.rollout.CandidateShadow;
import dev.oncegate.rollout.CandidateStore;
import dev.oncegate.rollout.ComparatorResults;
import dev.oncegate.rollout.Rollout;
import dev.oncegate.rollout.RolloutBill;
import dev.oncegate.rollout.RolloutCache;
import dev.oncegate.rollout.RolloutReader;
import dev.oncegate.rollout.RunningCandidate;
import dev.oncegate.rollout.ShadowComparator;
import dev.oncegate.rules.KnownRulebooks;
import dev.oncegate.rules.RulebookInForce;
import dev.oncegate.rules.store.RulebookStore;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Map;
import javax.sql.DataSource;

/** Flags and gates in force, and the comparator, as beans. */
final class RolloutBeans {
  private RolloutBeans() {}

  @Produces
  @Singleton
  static RolloutCache rolloutCache(
      DatabaseAtStart database,
      DataSource dataSource,
      RolloutReader reader,
      LanesConfig config,
      MeterRegistry registry)
      throws IOException {
    RolloutCache cache =
        database.begin(
            () -> RolloutCache.start(dataSource, reader, config.rollout().localSwitch()));
    registry.gauge("oncegate.dedupe.off", cache, it -> it.current().isDedupeOn() ? 0 : 1);
    return cache;
  }

  @Produces
  @Singleton
  static Rollout rollout(RolloutCache cache) {
    return Rollout.start(cache::current);
  }

  static void close(@Disposes Rollout rollout) {
    rollout.close();
  }

  @Produces
  @Singleton
  static ComparatorResults comparatorResults(MeterRegistry registry) {
    return new ComparatorResults(registry);
  }

  @Produces
  @Singleton
  static ShadowComparator comparator(
      Rollout rollout, RulebookInForce rulebook, ComparatorResults results, LanesConfig config) {
    return new ShadowComparator(
        rollout,
        () -> deciding(rulebook),
        results,
        config.rollout().compareBudget(),
        InstantSource.system(),
        System::nanoTime);
  }

  @Produces
  @Singleton
  static RolloutBill bill(
      @Identifier("default-kafka-broker") Map<String, Object> servers,
      TopicNames topics,
      PostgresLedger ledger,
      IntegrationsCache integrations,
      RolloutCache cache) {
    return new RolloutBill(
        new DecisionLog(servers, topics),
        new EventTopic(servers, topics),
        ledger,
        integrations::current,
        cache::current);
  }

  @Produces
  @Singleton
  static CandidateStore candidates(DataSource dataSource, RulebookStore rulebooks, AuditLog audit) {
    return new CandidateStore(dataSource, rulebooks, audit);
  }

  @Produces
  @Singleton
  static RunningCandidate runningCandidate(DataSource dataSource, KnownRulebooks rulebooks) {
    return RunningCandidate.start(dataSource, rulebooks::find);
  }

  @Produces
  @Singleton
  static CandidateShadow candidateShadow(
      Rollout rollout, RunningCandidate running, LanesConfig config, MeterRegistry registry) {
    return new CandidateShadow(
        rollout,
        running,
        config.rollout().compareBudget(),
        registry,
        InstantSource.system(),
        System::nanoTime);
  }

  /** Without a rulebook a lane that needs one stands still, as it does without a database. */
  static Rulebook deciding(RulebookInForce inForce) {
    Rulebook rulebook = inForce.orNone();
    if (rulebook == null) {
      throw new DependencyUnavailableException("no rulebook is in force");
    }
    return rulebook;
  }
}
