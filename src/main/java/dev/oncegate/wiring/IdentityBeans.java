package dev.oncegate.wiring;

import dev.oncegate.identity.ExternalIds;
import dev.oncegate.identity.HttpIdentity;
import dev.oncegate.identity.IdentityService;
import dev.oncegate.identity.Merges;
import dev.oncegate.identity.PostgresIdentity;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Optional;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Who profiles are, as beans. */
final class IdentityBeans {
  private IdentityBeans() {}

  @Produces
  @Singleton
  static IdentityService identityService(
      DataSource dataSource, @ConfigProperty(name = "oncegate.identity.url") Optional<String> url) {
    return url.<IdentityService>map(HttpIdentity::new)
        .orElseGet(() -> new PostgresIdentity(dataSource));
  }

  @Produces
  @Singleton
  static ExternalIds externalIds(DataSource dataSource) {
    return new ExternalIds(dataSource);
  }

  @Produces
  @Singleton
  static Merges merges(DataSource dataSource) {
    return new Merges(dataSource);
  }
}
