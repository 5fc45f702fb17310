package dev.oncegate.app;

import dev.oncegate.app.LanesConfig.StageName;
import dev.oncegate.audit.AuditLog;
import dev.oncegate.explain.ServiceExplainer;
import dev.oncegate.identity.IdentityService;
import dev.oncegate.integrations.IntegrationsCache;
import dev.oncegate.kafka.DecisionLog;
import dev.oncegate.kafka.EventTopic;
import dev.oncegate.kafka.InstanceName;
import dev.oncegate.kafka.LaneMeters;
import dev.oncegate.kafka.LaneSettings;
import dev.oncegate.kafka.Lanes;
import dev.oncegate.kafka.ParkedTopic;
import dev.oncegate.kafka.TopicAdmin;
import dev.oncegate.pipeline.FlowComparator;
import dev.oncegate.pipeline.IdentifyStage;
import dev.oncegate.pipeline.LedgerCatchUp;
import dev.oncegate.pipeline.ParkedUpdates;
import dev.oncegate.pipeline.ProfileHolds;
import dev.oncegate.pipeline.Stage;
import dev.oncegate.pipeline.StageMeters;
import dev.oncegate.pipeline.StepProbe;
import dev.oncegate.pipeline.SyncStage;
import dev.oncegate.pipeline.TopicNames;
import dev.oncegate.postgres.AuditedParkedUpdates;
import dev.oncegate.postgres.PostgresHolds;
import dev.oncegate.postgres.PostgresLedger;
import dev.oncegate.rollout.CandidateShadow;
import dev.oncegate.rollout.Rollout;
import dev.oncegate.rollout.ShadowComparator;
import dev.oncegate.rules.KnownRulebooks;
import dev.oncegate.rules.RulebookInForce;
import dev.oncegate.rules.SituationInWords;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;

/** The lanes of this process, and what they work with, as beans. */
final class LanesBeans {
  private LanesBeans() {}

  @Produces
  @Singleton
  static TopicNames topicNames(LanesConfig config) {
    LanesConfig.TopicSettings names = config.topics();
    return new TopicNames(
        names.computeOutput(),
        names.identifiedOutput(),
        names.identifiedOutputSlow(),
        names.destinationEvents(),
        names.syncDecisions(),
        names.syncParked(),
        names.syncParkedHandled(),
        names.published());
  }

  @Produces
  @Singleton
  static TopicAdmin topicAdmin(
      LanesConfig config,
      @Identifier("default-kafka-broker") Map<String, Object> servers,
      TopicNames topics) {
    return new TopicAdmin(
        servers, topics, config.topics().partitions(), config.message().maxBytes());
  }

  static void close(@Disposes TopicAdmin admin) {
    admin.close();
  }

  @Produces
  @Singleton
  static ParkedUpdates parkedUpdates(
      LanesConfig config,
      @Identifier("default-kafka-broker") Map<String, Object> servers,
      TopicAdmin admin,
      DataSource dataSource,
      AuditLog audit) {
    return new AuditedParkedUpdates(
        new ParkedTopic(servers, admin, config.message().maxBytes(), InstantSource.system()),
        dataSource,
        audit);
  }

  @Produces
  @Singleton
  static PostgresLedger ledger(DataSource dataSource) {
    return new PostgresLedger(dataSource);
  }

  @Produces
  @Singleton
  static LedgerCatchUp catchUp(
      @Identifier("default-kafka-broker") Map<String, Object> servers,
      TopicNames topics,
      PostgresLedger ledger,
      IntegrationsCache integrations) {
    return new LedgerCatchUp(new EventTopic(servers, topics), ledger, integrations::current);
  }

  @Produces
  @Singleton
  static ServiceExplainer story(
      @Identifier("default-kafka-broker") Map<String, Object> servers,
      TopicNames topics,
      PostgresLedger ledger,
      IntegrationsCache integrations,
      KnownRulebooks rulebooks) {
    return new ServiceExplainer(
        new DecisionLog(servers, topics), ledger, integrations::current, rulebooks);
  }

  @Produces
  @Singleton
  static ProfileHolds holds(DataSource dataSource) {
    return new PostgresHolds(dataSource);
  }

  @Produces
  @Singleton
  static StageMeters stageMeters(MeterRegistry registry) {
    return new StageMeters(registry);
  }

  @Produces
  @Singleton
  static SyncStage.Parts syncParts(
      LanesConfig config,
      TopicAdmin admin,
      StageMeters meters,
      IntegrationsCache integrations,
      Rollout rollout,
      RulebookInForce rulebook,
      PostgresLedger ledger,
      ProfileHolds holds,
      ShadowComparator comparator,
      CandidateShadow candidate) {
    return new SyncStage.Parts(
        integrations::current,
        rollout::forBatch,
        () -> RolloutBeans.deciding(rulebook),
        ledger,
        holds,
        admin,
        meters,
        StepProbe.NONE,
        config.fanOut().limit(),
        SituationInWords::brief,
        config.decisionLog(),
        FlowComparator.both(comparator, candidate));
  }

  @Produces
  @Singleton
  static Lanes lanes(
      LanesConfig config,
      @Identifier("default-kafka-broker") Map<String, Object> servers,
      TopicAdmin admin,
      MeterRegistry registry,
      StageMeters meters,
      IdentityService identities,
      SyncStage.Parts sync) {
    TopicNames topics = admin.names();
    var lanes = new Lanes(admin, new LaneMeters(registry), StepProbe.NONE);
    Set<StageName> stages = config.stages().orElse(Set.of());
    String instance = config.instance().orElseGet(InstanceName::random);
    if (stages.contains(StageName.IDENTIFY)) {
      lanes.add(
          config.lanes().identify(),
          settings(config, servers, instance, Stage.IDENTIFY, topics.computeOutput()),
          () -> new IdentifyStage(identities, admin, meters));
    }
    if (stages.contains(StageName.SYNC)) {
      lanes.add(
          config.lanes().sync(),
          settings(config, servers, instance, Stage.SYNC, topics.identifiedOutput()),
          () -> SyncStage.of(sync));
      lanes.add(
          config.lanes().slow(),
          settings(config, servers, instance, Stage.SYNC_SLOW, topics.identifiedSlow()),
          () -> SyncStage.slow(sync));
    }
    return lanes;
  }

  private static LaneSettings settings(
      LanesConfig config,
      Map<String, Object> servers,
      String instance,
      Stage stage,
      String inputTopic) {
    boolean slow = stage == Stage.SYNC_SLOW;
    return new LaneSettings(
        servers,
        instance,
        config.instance().isPresent(),
        stage,
        inputTopic,
        // A single one of the slow topic makes a transaction that is long enough.
        slow ? 1 : config.batch().records(),
        config.batch().bytes(),
        config.message().maxBytes(),
        config.sessionTimeout(),
        slow ? config.fanOut().transactionTimeout() : config.transactionTimeout());
  }
}
