package dev.oncegate.testkit;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Gives a test's application an OIDC issuer, and the test's fields the same one. */
public final class IssuerForQuarkus implements QuarkusTestResourceLifecycleManager {
  private @Nullable TestIssuer issuer;

  @Override
  public Map<String, String> start() {
    var started = TestIssuer.start();
    issuer = started;
    return Map.of(
        "quarkus.oidc.tenant-enabled",
        "true",
        "quarkus.oidc.auth-server-url",
        started.url(),
        "quarkus.oidc.application-type",
        "hybrid",
        "quarkus.oidc.client-id",
        TestIssuer.CLIENT,
        "quarkus.oidc.credentials.secret",
        TestIssuer.SECRET,
        // Not as patient as it would be, for a test of new keys.
        "quarkus.oidc.token.forced-jwk-refresh-interval",
        "1S");
  }

  @Override
  public void inject(TestInjector fields) {
    fields.injectIntoFields(issuer, new TestInjector.MatchesType(TestIssuer.class));
  }

  @Override
  public void stop() {
    if (issuer != null) {
      issuer.close();
    }
  }
}
