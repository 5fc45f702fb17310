package dev.oncegate.wiring;

import dev.oncegate.integrations.IntegrationsCache;
import dev.oncegate.postgres.RulebookVersions;
import dev.oncegate.rules.RulebookInForce;
import dev.oncegate.rules.RulebookStatus;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.function.Supplier;
import javax.sql.DataSource;

/** The rulebook in force, as a bean that lives as long as the application. */
final class RulebookBeans {
  private RulebookBeans() {}

  @Produces
  @Singleton
  @Startup
  static ActiveRulebook activeRulebook(
      DatabaseAtStart database,
      DataSource dataSource,
      LanesConfig config,
      MeterRegistry registry,
      WordWarnings warnings)
      throws IOException {
    ActiveRulebook active =
        database.begin(
            () ->
                ActiveRulebook.start(
                    dataSource,
                    config.tables(),
                    config.topics().destinationEvents(),
                    warnings::of));
    registry.gauge("oncegate.rulebook.degraded", active, it -> it.status().isDegraded() ? 1 : 0);
    registry.gauge("oncegate.rulebook.in.force", active, it -> it.status().hash() == null ? 0 : 1);
    registry.gauge("oncegate.rulebook.problems", active, it -> it.status().problems().size());
    return active;
  }

  /** Before the connection pool goes, which is before beans are destroyed. */
  static void stop(@Observes ShutdownEvent event, ActiveRulebook active) throws IOException {
    active.close();
  }

  @Produces
  @Singleton
  static RulebookInForce inForce(ActiveRulebook active) {
    return active.inForce();
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

  @Produces
  @Singleton
  static RulebookVersions versions(DataSource dataSource) {
    return new RulebookVersions(dataSource);
  }
}
