package dev.oncegate.app;

import dev.oncegate.audit.AuditLog;
import dev.oncegate.integrations.IntegrationsCache;
import dev.oncegate.postgres.PostgresReleases;
import dev.oncegate.postgres.PostgresRulebooks;
import dev.oncegate.rules.ActiveRulebook;
import dev.oncegate.rules.KnownRulebooks;
import dev.oncegate.rules.RulebookInForce;
import dev.oncegate.rules.RulebookStatus;
import dev.oncegate.rules.WordWarnings;
import dev.oncegate.rules.store.ReleaseRequests;
import dev.oncegate.rules.store.RulebookStore;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.function.Supplier;
import javax.sql.DataSource;

/** The rulebook in force, and those that are kept, as beans. */
final class RulebookBeans {
  private RulebookBeans() {}

  @Produces
  @Singleton
  static RulebookStore store(DataSource dataSource, AuditLog audit) {
    return new PostgresRulebooks(dataSource, audit);
  }

  @Produces
  @Singleton
  static ReleaseRequests releases(DataSource dataSource, AuditLog audit) {
    return new PostgresReleases(dataSource, audit);
  }

  @Produces
  @Singleton
  static ActiveRulebook activeRulebook(
      DatabaseAtStart database, RulebookStore store, LanesConfig config, MeterRegistry registry)
      throws IOException {
    String topic = config.topics().destinationEvents();
    ActiveRulebook active =
        database.begin(() -> ActiveRulebook.start(store, config.tables(), topic));
    registry.gauge("oncegate.rulebook.degraded", active, it -> it.status().isDegraded() ? 1 : 0);
    registry.gauge("oncegate.rulebook.in.force", active, it -> it.status().hash() == null ? 0 : 1);
    registry.gauge("oncegate.rulebook.problems", active, it -> it.status().problems().size());
    return active;
  }

  @Produces
  @Singleton
  static RulebookInForce inForce(ActiveRulebook active) {
    return active.inForce();
  }

  @Produces
  @Singleton
  static KnownRulebooks known(RulebookInForce inForce, RulebookStore store) {
    return new KnownRulebooks(inForce, store);
  }

  @Produces
  @Singleton
  static Supplier<RulebookStatus> status(ActiveRulebook active, WordWarnings warnings) {
    return () -> active.status().warning(warnings.of(active.inForce().orNone()));
  }

  @Produces
  @Singleton
  static WordWarnings warnings(Instance<IntegrationsCache> integrations) {
    return new WordWarnings(() -> integrations.get().current());
  }
}
