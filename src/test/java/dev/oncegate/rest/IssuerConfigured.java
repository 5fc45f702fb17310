package dev.oncegate.rest;

import dev.oncegate.testkit.IssuerForQuarkus;
import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.List;

/** A service that lets in whom an OIDC issuer knows. */
public final class IssuerConfigured implements QuarkusTestProfile {

  @Override
  public List<TestResourceEntry> testResources() {
    return List.of(new TestResourceEntry(IssuerForQuarkus.class));
  }
}
