package dev.oncegate.wiring;

import dev.oncegate.integrations.Catalog;
import dev.oncegate.integrations.IntegrationsCache;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import javax.sql.DataSource;

/** The configuration in force, as a bean that follows the database while the application runs. */
final class IntegrationsBeans {
  private IntegrationsBeans() {}

  @Produces
  @Singleton
  static IntegrationsCache integrationsCache(DatabaseAtStart database, DataSource dataSource)
      throws IOException {
    return database.begin(() -> IntegrationsCache.start(dataSource));
  }

  @Produces
  @Singleton
  static Catalog catalog(DataSource dataSource) {
    return new Catalog(dataSource);
  }
}
