package dev.oncegate.wiring;

import dev.oncegate.integrations.IntegrationsCache;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import javax.sql.DataSource;

/** The configuration in force, as a bean that lives as long as the application. */
final class IntegrationsBeans {
  private IntegrationsBeans() {}

  @Produces
  @Singleton
  @Startup
  static IntegrationsCache integrationsCache(DataSource dataSource) throws SQLException {
    return IntegrationsCache.start(dataSource);
  }

  static void close(@Disposes IntegrationsCache cache) {
    cache.close();
  }
}
