package dev.oncegate.wiring;

import dev.oncegate.core.decide.Rulebook;
import dev.oncegate.explain.KeptStory;
import dev.oncegate.identity.IdentityService;
import dev.oncegate.integrations.IntegrationsCache;
import dev.oncegate.kafka.DecisionLog;
import dev.oncegate.kafka.LaneMeters;
import dev.oncegate.kafka.LaneProbe;
import dev.oncegate.kafka.LaneSettings;
import dev.oncegate.kafka.Lanes;
import dev.oncegate.kafka.ParkedUpdates;
import dev.oncegate.kafka.Stage;
import dev.oncegate.kafka.TopicBook;
import dev.oncegate.kafka.Topics;
import dev.oncegate.kafka.Unavailable;
import dev.oncegate.postgres.PostgresLedger;
import dev.oncegate.postgres.RulebookVersions;
import dev.oncegate.rules.RulebookInForce;
import dev.oncegate.rules.SituationInWords;
import dev.oncegate.wiring.LanesConfig.StageName;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.spi.ObserverMethod;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/** The lanes of this process, which start and stop with the application. */
final class LanesBeans {
  private static final int BEFORE_ALL_ELSE = ObserverMethod.DEFAULT_PRIORITY - 1;
  private static final int BEHIND_ALL_ELSE = ObserverMethod.DEFAULT_PRIORITY + 1;

  private LanesBeans() {}

  @Produces
  @Singleton
  static Topics topics(LanesConfig config) {
    LanesConfig.TopicNames names = config.topics();
    return new Topics(
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
  static TopicBook topicBook(
      LanesConfig config,
      @Identifier("default-kafka-broker") Map<String, Object> servers,
      Topics topics) {
    return new TopicBook(
        servers, topics, config.topics().partitions(), config.message().maxBytes());
  }

  static void close(@Disposes TopicBook book) {
    book.close();
  }

  @Produces
  @Singleton
  static ParkedUpdates parkedUpdates(
      LanesConfig config,
      @Identifier("default-kafka-broker") Map<String, Object> servers,
      TopicBook book) {
    return new ParkedUpdates(servers, book, config.message().maxBytes(), InstantSource.system());
  }

  @Produces
  @Singleton
  static PostgresLedger ledger(DataSource dataSource) {
    return new PostgresLedger(dataSource);
  }

  @Produces
  @Singleton
  static KeptStory story(
      @Identifier("default-kafka-broker") Map<String, Object> servers,
      Topics topics,
      PostgresLedger ledger,
      IntegrationsCache integrations,
      RulebookInForce rulebook,
      RulebookVersions versions) {
    return new KeptStory(
        new DecisionLog(servers, topics),
        ledger,
        integrations::current,
        new KnownRulebooks(rulebook, versions));
  }

  @Produces
  @Singleton
  static Lanes lanes(
      LanesConfig config,
      @Identifier("default-kafka-broker") Map<String, Object> servers,
      TopicBook book,
      MeterRegistry registry,
      IdentityService identities,
      Instance<IntegrationsCache> integrations,
      Instance<RulebookInForce> rulebook,
      PostgresLedger ledger,
      DataSource dataSource) {
    Topics topics = book.topics();
    var lanes = new Lanes(book, new LaneMeters(registry), LaneProbe.NONE);
    Set<StageName> stages = config.stages().orElse(Set.of());
    String instance = config.instance().orElseGet(Stage::madeUpInstance);
    if (stages.contains(StageName.IDENTIFY)) {
      lanes.addIdentify(
          config.lanes().identify(),
          settings(config, servers, instance, Stage.IDENTIFY, topics.computeOutput()),
          identities);
    }
    if (stages.contains(StageName.SYNC)) {
      var deciding =
          new Lanes.Deciding(
              () -> integrations.get().current(),
              () -> deciding(rulebook.get()),
              new BatchLedger(ledger, LaneProbe.NONE),
              new PostgresCordon(dataSource),
              config.fanOut().limit(),
              SituationInWords::brief,
              config.decisionLog());
      lanes.addSync(
          config.lanes().sync(),
          settings(config, servers, instance, Stage.SYNC, topics.identifiedOutput()),
          deciding);
      lanes.addSync(
          config.lanes().slow(),
          settings(config, servers, instance, Stage.SYNC_SLOW, topics.identifiedSlow()),
          deciding);
    }
    return lanes;
  }

  /** Without a rulebook a lane stands still, as it does without a database. */
  private static Rulebook deciding(RulebookInForce inForce) {
    Rulebook rulebook = inForce.orNone();
    if (rulebook == null) {
      throw new Unavailable("no rulebook is in force");
    }
    return rulebook;
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

  /** The configuration and the rulebook are read in between, from tables that are there then. */
  static void makeReady(
      @Observes @Priority(BEFORE_ALL_ELSE) StartupEvent event,
      Lanes lanes,
      DatabaseAtStart database,
      Instance<DataSource> dataSource,
      Instance<Flyway> flyway,
      LanesConfig config)
      throws IOException {
    lanes.open();
    try {
      database.makeReady(dataSource, flyway);
    } catch (IOException | RuntimeException e) {
      // The application ends without having started, and nobody else would stop them.
      lanes.stop(config.stopTimeout());
      throw e;
    }
  }

  static void start(@Observes @Priority(BEHIND_ALL_ELSE) StartupEvent event, Lanes lanes) {
    lanes.begin();
  }

  static void stop(@Observes ShutdownEvent event, Lanes lanes, LanesConfig config) {
    lanes.stop(config.stopTimeout());
  }
}
