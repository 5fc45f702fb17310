package dev.oncegate.rest;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;

import dev.oncegate.audit.AuditSource;
import dev.oncegate.audit.ChangeOrigin;
import dev.oncegate.security.AccessTokenTable;
import dev.oncegate.security.AccessTokens;
import dev.oncegate.security.Grant;
import dev.oncegate.security.NewToken;
import dev.oncegate.testkit.DatabaseForQuarkus;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** A start while the OIDC issuer does not answer. */
@QuarkusTest
@QuarkusTestResource(DatabaseForQuarkus.class)
@TestProfile(AbsentIssuerTest.NoIssuer.class)
class AbsentIssuerTest {
  private static final ChangeOrigin ORIGIN = new ChangeOrigin("ann", AuditSource.API, null);
  // Its signature would only matter if there were keys.
  private static final String JWT = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhIn0.AAAA";

  @Inject AccessTokenTable table;
  @Inject AccessTokens tokens;

  /** An address where nobody listens. */
  public static final class NoIssuer implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of(
          "quarkus.oidc.tenant-enabled", "true",
          "quarkus.oidc.auth-server-url", "http://127.0.0.1:1",
          "quarkus.oidc.application-type", "hybrid",
          "quarkus.oidc.credentials.secret", "a secret of more than 32 characters");
    }
  }

  @Test
  void theServiceRunsAndAccessTokensLetIn() {
    var wanted = new NewToken("ci", List.of(Grant.parse("viewer")), null);
    String secret = Objects.requireNonNull(table.create(wanted, ORIGIN)).secret();
    tokens.refresh();
    given().header("Authorization", "Bearer " + secret).get("/api/spaces").then().statusCode(200);
    given().get("/q/health/ready").then().statusCode(200);
  }

  @Test
  void whoNeedsTheIssuerIsToldSo() {
    given()
        .header("Authorization", "Bearer " + JWT)
        .get("/api/spaces")
        .then()
        .statusCode(503)
        .contentType("application/problem+json")
        .body("detail", containsString("the OIDC issuer cannot be asked"));
    given().header("Accept", "text/html").get("/api/spaces").then().statusCode(503);
  }
}
