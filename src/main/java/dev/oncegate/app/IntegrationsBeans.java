package dev.oncegate.app;

import dev.oncegate.integrations.IntegrationsCache;
import dev.oncegate.integrations.IntegrationsReader;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import javax.sql.DataSource;

/** The configuration in force, as a bean that follows the database while the application runs. */
final class IntegrationsBeans {
  private IntegrationsBeans() {}

  @Produces
  @Singleton
  static IntegrationsCache integrationsCache(
      DatabaseAtStart database, DataSource dataSource, IntegrationsReader reader)
      throws IOException {
    return database.begin(() -> IntegrationsCache.start(dataSource, reader));
  }
}
