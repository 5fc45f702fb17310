package dev.oncegate.app;

import dev.oncegate.integrations.IntegrationsCache;
import dev.oncegate.kafka.Lanes;
import dev.oncegate.postgres.ChangeFollower;
import dev.oncegate.rollout.RolloutCache;
import dev.oncegate.rollout.RunningCandidate;
import dev.oncegate.rules.ActiveRulebook;
import dev.oncegate.rules.WordWarnings;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;

/**
 * Starts the service, one thing after the other: the database, who may come in, the configuration,
 * flags and gates, the rulebook, the lanes. Stops it in the other order, before the connection pool
 * goes.
 */
@Singleton
final class ServiceStart {
  private static final Duration FOLLOWS_WITHIN = Duration.ofSeconds(1);

  private final DatabaseAtStart database;
  private final Instance<DataSource> dataSource;
  private final Instance<Flyway> flyway;
  private final SecurityDuties security;
  private final Instance<IntegrationsCache> integrations;
  private final Instance<RolloutCache> rollout;
  private final Instance<ActiveRulebook> rulebook;
  private final Instance<RunningCandidate> candidate;
  private final WordWarnings warnings;
  private final Instance<Lanes> lanes;
  private final LanesConfig config;

  // What was started, for the stop after a start that failed.
  private @Nullable IntegrationsCache cache;
  private @Nullable RolloutCache flags;
  private @Nullable ActiveRulebook active;
  private @Nullable RunningCandidate shadowed;
  private @Nullable ChangeFollower follower;
  private @Nullable Lanes running;

  ServiceStart(
      DatabaseAtStart database,
      Instance<DataSource> dataSource,
      Instance<Flyway> flyway,
      SecurityDuties security,
      Instance<IntegrationsCache> integrations,
      Instance<RolloutCache> rollout,
      Instance<ActiveRulebook> rulebook,
      Instance<RunningCandidate> candidate,
      WordWarnings warnings,
      Instance<Lanes> lanes,
      LanesConfig config) {
    this.database = database;
    this.dataSource = dataSource;
    this.flyway = flyway;
    this.security = security;
    this.integrations = integrations;
    this.rollout = rollout;
    this.rulebook = rulebook;
    this.candidate = candidate;
    this.warnings = warnings;
    this.lanes = lanes;
    this.config = config;
  }

  void start(@Observes StartupEvent event) throws IOException {
    database.makeReady(dataSource, flyway);
    security.start();
    cache = integrations.get();
    flags = rollout.get();
    ActiveRulebook inForce = rulebook.get();
    active = inForce;
    shadowed = candidate.get();
    follower =
        ChangeFollower.start(
            dataSource.get(),
            "oncegate_rulebook",
            "the activated rulebook",
            connection -> {
              inForce.refresh();
              warnings.of(inForce.inForce().orNone());
              return FOLLOWS_WITHIN;
            });
    running = lanes.get();
    running.start();
  }

  void stop(@Observes ShutdownEvent event) throws IOException {
    if (running != null) {
      running.stop(config.stopTimeout());
    }
    if (follower != null) {
      follower.close();
    }
    if (shadowed != null) {
      shadowed.close();
    }
    if (active != null) {
      active.close();
    }
    if (flags != null) {
      flags.close();
    }
    if (cache != null) {
      cache.close();
    }
    security.stop();
  }
}
