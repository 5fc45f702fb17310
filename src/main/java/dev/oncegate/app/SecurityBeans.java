package dev.oncegate.app;

import dev.oncegate.security.AccessTokenTable;
import dev.oncegate.security.AccessTokens;
import dev.oncegate.security.Admission;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.InstantSource;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Who may come in, as beans. */
final class SecurityBeans {
  private SecurityBeans() {}

  @Produces
  @Singleton
  static Admission admission(
      @ConfigProperty(name = "quarkus.http.host") String host, SecurityConfig config) {
    try {
      return Admission.of(host, config.open(), config.required());
    } catch (IllegalArgumentException e) {
      throw DatabaseAtStart.end(e.getMessage());
    }
  }

  @Produces
  @Singleton
  static AccessTokenTable accessTokenTable(DataSource dataSource) {
    return new AccessTokenTable(dataSource, InstantSource.system());
  }

  @Produces
  @Singleton
  static AccessTokens accessTokens(
      DatabaseAtStart database, DataSource dataSource, AccessTokenTable table) throws IOException {
    return database.begin(() -> AccessTokens.start(dataSource, table, InstantSource.system()));
  }
}
