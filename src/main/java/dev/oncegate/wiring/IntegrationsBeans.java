package dev.oncegate.wiring;

import dev.oncegate.integrations.Catalog;
import dev.oncegate.integrations.IntegrationsCache;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import javax.sql.DataSource;

/** The configuration in force, as a bean that follows the database while the application runs. */
final class IntegrationsBeans {
  private IntegrationsBeans() {}

  @Produces
  @Singleton
  @Startup
  static IntegrationsCache integrationsCache(DatabaseAtStart database, DataSource dataSource)
      throws IOException {
    return database.begin(() -> IntegrationsCache.start(dataSource));
  }

  @Produces
  @Singleton
  static Catalog catalog(DataSource dataSource) {
    return new Catalog(dataSource);
  }

  /** Before the connection pool goes, which is before beans are destroyed. */
  static void stop(@Observes ShutdownEvent event, IntegrationsCache cache) {
    cache.close();
  }
}
