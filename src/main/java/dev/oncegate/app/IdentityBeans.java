package dev.oncegate.app;

import dev.oncegate.identity.ExternalIdTable;
import dev.oncegate.identity.HttpIdentity;
import dev.oncegate.identity.IdentityService;
import dev.oncegate.identity.MergeTable;
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
  static ExternalIdTable externalIds(DataSource dataSource) {
    return new ExternalIdTable(dataSource);
  }

  @Produces
  @Singleton
  static MergeTable merges(DataSource dataSource) {
    return new MergeTable(dataSource);
  }
}
