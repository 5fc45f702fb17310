package dev.oncegate.app;

import dev.oncegate.security.AccessTokenTable;
import dev.oncegate.security.AccessTokens;
import dev.oncegate.security.Admission;
import dev.oncegate.security.IssuerSettings;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Who may come in, as beans. */
final class SecurityBeans {
  private SecurityBeans() {}

  @Produces
  @Singleton
  static Admission admission(
      @ConfigProperty(name = "quarkus.http.host") String host,
      SecurityConfig config,
      IssuerSettings issuer) {
    try {
      return Admission.of(host, config.open(), config.required() || issuer.enabled());
    } catch (IllegalArgumentException e) {
      throw DatabaseAtStart.end(e.getMessage());
    }
  }

  @Produces
  @Singleton
  static IssuerSettings issuerSettings(
      @ConfigProperty(name = "quarkus.oidc.tenant-enabled") boolean enabled,
      @ConfigProperty(name = "quarkus.oidc.auth-server-url") Optional<String> issuer,
      @ConfigProperty(name = "quarkus.oidc.application-type", defaultValue = "service") String type,
      @ConfigProperty(name = "quarkus.oidc.authentication.redirect-path") String returnPath,
      SecurityConfig config) {
    if (issuer.isPresent() && !enabled) {
      throw DatabaseAtStart.end(
          "quarkus.oidc.auth-server-url names an OIDC issuer; say quarkus.oidc.tenant-enabled=true"
              + " to let in whom it knows, or leave it out");
    }
    return new IssuerSettings(enabled, !type.equals("service"), returnPath, config.spacesClaim());
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
