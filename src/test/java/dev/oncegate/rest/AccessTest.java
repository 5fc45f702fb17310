package dev.oncegate.rest;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import dev.oncegate.audit.AuditSource;
import dev.oncegate.audit.ChangeOrigin;
import dev.oncegate.core.update.Space;
import dev.oncegate.integrations.Catalog;
import dev.oncegate.security.AccessTokenTable;
import dev.oncegate.security.AccessTokens;
import dev.oncegate.security.CreatedToken;
import dev.oncegate.security.Grant;
import dev.oncegate.security.NewToken;
import dev.oncegate.testkit.DatabaseForQuarkus;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who comes in where a token is needed, and what the others are told. */
@QuarkusTest
@QuarkusTestResource(DatabaseForQuarkus.class)
@TestProfile(TokensNeeded.class)
class AccessTest {
  private static final String PROBLEM = "application/problem+json";
  private static final String FORGED = "og_" + "x".repeat(43);

  @Inject DataSource dataSource;
  @Inject AccessTokenTable table;
  @Inject AccessTokens tokens;
  @Inject Catalog catalog;

  private final LoggedRefusals logged = new LoggedRefusals();

  @BeforeEach
  void listen() {
    logged.listen();
  }

  @AfterEach
  void listenNoMore() {
    logged.stop();
  }

  @Test
  void withoutATokenNobodyComesIn() {
    refused(given().get("/api/spaces").then(), "a token is needed");
    refused(given().get("/api/there-is-no-such-thing").then(), "a token is needed");
    refused(given().get("/q/metrics").then(), "a token is needed");
    refused(given().get("/q/health/well").then(), "a token is needed");
    refused(given().get("/").then(), "a token is needed");
  }

  @Test
  void aForgedTokenIsRefusedInOneLineWithoutIt() {
    refused(asked(FORGED).get("/api/spaces").then(), "not known, or was revoked");
    assertThat(logged.lines()).hasSize(1);
    assertThat(logged.lines().getFirst())
        .startsWith("refused GET /api/spaces from 127.0.0.1: the token is not known")
        .doesNotContain("xxx");
    // Also where everybody may ask.
    refused(asked(FORGED).get("/q/health/live").then(), "not known");
  }

  @Test
  void anExpiredTokenIsRefusedByItsName() {
    var past = new AccessTokenTable(dataSource, () -> Instant.now().minus(Duration.ofHours(2)));
    String name = "old-" + UUID.randomUUID();
    String secret = made(past, wanted(name, Duration.ofHours(1), "admin"));
    refused(asked(secret).get("/api/spaces").then(), "the token " + name + " has expired");
    assertThat(logged.lines().getFirst()).doesNotContain(secret);
  }

  @Test
  void aRevokedTokenIsRefusedAtOnceOnThisInstance() {
    String admin = secret("admin");
    String name = "ci-" + UUID.randomUUID();
    String secret =
        asked(admin)
            .contentType("application/json")
            .body("{\"name\": \"%s\", \"grants\": [\"viewer\"]}".formatted(name))
            .post("/api/tokens")
            .then()
            .statusCode(201)
            .header("Location", containsString("/api/tokens/" + name))
            .body("createdBy", not(equalTo(name)), "expiresAt", nullValue())
            .extract()
            .path("token");
    asked(secret).get("/api/spaces").then().statusCode(200);
    asked(admin)
        .get("/api/tokens")
        .then()
        .body("name", hasItem(name), "token", not(hasItem(secret)));
    asked(admin).delete("/api/tokens/" + name).then().statusCode(204);
    refused(asked(secret).get("/api/spaces").then(), "not known, or was revoked");
    asked(admin).delete("/api/tokens/" + name).then().statusCode(404);
  }

  @Test
  void aNameIsThatOfOneTokenAndWhatIsNoTokenIsNamedByField() {
    String admin = secret("admin");
    String body = "{\"name\": \"n-%s\", \"grants\": [\"viewer\"]}".formatted(UUID.randomUUID());
    asked(admin)
        .contentType("application/json")
        .body(body)
        .post("/api/tokens")
        .then()
        .statusCode(201);
    asked(admin)
        .contentType("application/json")
        .body(body)
        .post("/api/tokens")
        .then()
        .statusCode(409)
        .contentType(PROBLEM);
    asked(admin)
        .contentType("application/json")
        .body("{\"name\": \"local\", \"grants\": [\"boss\"], \"expires\": \"soon\"}")
        .post("/api/tokens")
        .then()
        .statusCode(400)
        .body("errors.field", equalTo(List.of("name", "grants[0]", "expires")));
  }

  @Test
  void otherCredentialsAreRefused() {
    for (String credentials : List.of("Basic YTpi", "Bearer", "Bearer ", FORGED, "")) {
      given().header("Authorization", credentials).get("/api/spaces").then().statusCode(401);
    }
  }

  @Test
  void whatTheRoleDoesNotAllowIsRefusedInOneLineWithTheName() {
    String secret = secret("viewer:spa_1");
    asked(secret)
        .post("/api/rulebooks/roll-back")
        .then()
        .statusCode(403)
        .contentType(PROBLEM)
        .body("detail", containsString("viewer:spa_1"));
    assertThat(logged.lines()).hasSize(1);
    assertThat(logged.lines().getFirst()).startsWith("refused POST /api/rulebooks/… from t-");
  }

  @Test
  void aRefusalLogsNoIdOfAPersonAndNoLineOfSomebodyElse() {
    given().get("/api/profiles/spa_1/use_1/external-ids/email/a@x.com").then().statusCode(401);
    given().get("/api/x%0Arefused everything").then().statusCode(401);
    assertThat(logged.lines()).hasSize(2);
    assertThat(logged.lines().getFirst()).contains(" /api/profiles/… ").doesNotContain("a@x.com");
    assertThat(logged.lines().getLast()).doesNotContain("\n");
  }

  @Test
  void listsHaveWhatIsOfTheCallersSpaces() {
    catalog.save(new Space("spa_1", ""));
    catalog.save(new Space("spa_2", ""));
    asked(secret("viewer:spa_1", "admin:spa_2"))
        .get("/api/spaces")
        .then()
        .body("id", equalTo(List.of("spa_1", "spa_2")));
    asked(secret("admin:spa_2")).get("/api/spaces").then().body("id", equalTo(List.of("spa_2")));
    asked(secret("admin:spa_3")).get("/api/spaces").then().body("id", equalTo(List.of()));
  }

  @Test
  void aBulkLoadRefusesTheFirstLineOfAnotherSpaceAndKeepsThoseBefore() {
    asked(secret("editor:spa_1", "viewer:spa_2"))
        .contentType("application/x-ndjson")
        .body((line("spa_1") + line("spa_2") + line("spa_1")).getBytes(UTF_8))
        .post("/api/external-ids")
        .then()
        .statusCode(400)
        .contentType(PROBLEM)
        .body("line", equalTo(2), "loaded", equalTo(1))
        .body("errors.field", equalTo(List.of("spaceId")))
        .body("errors.message", equalTo(List.of("there is no space spa_2")));
  }

  private static String line(String space) {
    return "{\"spaceId\": \"%s\", \"profileId\": \"use_1\", \"type\": \"email\", \"id\": \"a@x\"}\n"
        .formatted(space);
  }

  @Test
  void theDescriptionOfTheApiSaysWhatToSend() {
    asked(secret("viewer"))
        .get("/q/openapi?format=json")
        .then()
        .body("components.securitySchemes.keySet()", equalTo(Set.of("AccessToken")));
  }

  @Test
  void probesLearnWhetherItWorksAndOnlyViewersWhy() {
    for (String path : List.of("/q/health", "/q/health/live", "/q/health/ready")) {
      String body = given().get(path).then().statusCode(200).extract().asString();
      assertThat(body).isEqualTo("{\"status\":\"UP\"}");
    }
    asked(secret("viewer:spa_1"))
        .get("/q/health/ready")
        .then()
        .statusCode(200)
        .body("checks.name", hasItem("rulebook"));
  }

  private static void refused(ValidatableResponse response, String why) {
    response
        .statusCode(401)
        .contentType(PROBLEM)
        .header("WWW-Authenticate", "Bearer")
        .body("status", equalTo(401), "detail", containsString(why));
  }

  private static RequestSpecification asked(String secret) {
    return given().header("Authorization", "Bearer " + secret);
  }

  private String secret(String... grants) {
    return made(table, wanted("t-" + UUID.randomUUID(), null, grants));
  }

  private String made(AccessTokenTable by, NewToken wanted) {
    CreatedToken created =
        Objects.requireNonNull(by.create(wanted, new ChangeOrigin("test", AuditSource.API, null)));
    tokens.refresh();
    return created.secret();
  }

  private static NewToken wanted(String name, @Nullable Duration validFor, String... grants) {
    return new NewToken(name, Arrays.stream(grants).map(Grant::parse).toList(), validFor);
  }
}
