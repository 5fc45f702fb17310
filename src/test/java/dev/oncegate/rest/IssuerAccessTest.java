package dev.oncegate.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;

import dev.oncegate.audit.AuditSource;
import dev.oncegate.audit.ChangeOrigin;
import dev.oncegate.core.update.Space;
import dev.oncegate.integrations.Catalog;
import dev.oncegate.security.AccessTokenTable;
import dev.oncegate.security.AccessTokens;
import dev.oncegate.security.Grant;
import dev.oncegate.security.NewToken;
import dev.oncegate.testkit.Await;
import dev.oncegate.testkit.DatabaseForQuarkus;
import dev.oncegate.testkit.TestIssuer;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.http.Cookie;
import io.restassured.http.Cookies;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.keys.HmacKey;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whom an OIDC issuer lets in: programs by its tokens, people by a sign-in in a browser. */
@QuarkusTest
@QuarkusTestResource(DatabaseForQuarkus.class)
@TestProfile(IssuerConfigured.class)
@NullUnmarked // The issuer is there when a test runs.
class IssuerAccessTest {
  private static final Duration NEW_KEYS_WITHIN = Duration.ofSeconds(5);
  private static final Duration SESSION_ENDS_WITHIN = Duration.ofSeconds(15);
  private static final ChangeOrigin ORIGIN = new ChangeOrigin("ann", AuditSource.API, null);
  private static final String HTML = "text/html,application/xhtml+xml,*/*;q=0.8";

  @Inject Catalog catalog;
  @Inject AccessTokenTable table;
  @Inject AccessTokens tokens;
  // Of IssuerForQuarkus.
  TestIssuer issuer;

  private final LoggedRefusals logged = new LoggedRefusals();

  @BeforeEach
  void listen() {
    catalog.save(new Space("spa_1", ""));
    catalog.save(new Space("spa_2", ""));
    logged.listen();
  }

  @AfterEach
  void listenNoMore() {
    logged.stop();
    issuer.setAnswers(true);
    issuer.setPerson(claims -> {});
  }

  @Test
  void aProgramMayDoWhatItsClaimsSay() {
    String token = issuer.signed(claims(List.of("viewer"), List.of("spa_1")));
    asked(token).get("/api/spaces").then().statusCode(200).body("id", equalTo(List.of("spa_1")));
    asked(token).get("/api/spaces/spa_2").then().statusCode(404);
    asked(token)
        .post("/api/rulebooks/roll-back")
        .then()
        .statusCode(403)
        .body(
            "detail",
            containsString("oidc:robot may not do this; it has the roles [viewer:spa_1]"));
  }

  @Test
  void theHighestRoleCountsInAllSpacesIfTheClaimSaysSo() {
    String token = issuer.signed(claims(List.of("viewer", "admin", "boss"), List.of("*")));
    asked(token).get("/api/spaces").then().body("id", hasItems("spa_1", "spa_2"));
    asked(token).get("/api/tokens").then().statusCode(200);
  }

  @Test
  void anEllipticCurveSignsAsWell() {
    String token = TestIssuer.signed(claims(List.of("viewer"), List.of("spa_1")), issuer.ecKey());
    asked(token).get("/api/spaces").then().statusCode(200);
  }

  @Test
  void withoutAClaimOfRolesOrSpacesNothingIsAllowed() {
    JwtClaims noRoles = claims(List.of("viewer"), List.of("*"));
    noRoles.unsetClaim("oncegate_roles");
    asked(issuer.signed(noRoles)).get("/api/spaces").then().statusCode(403);
    JwtClaims noSpaces = claims(List.of("admin"), List.of());
    noSpaces.unsetClaim("oncegate_spaces");
    asked(issuer.signed(noSpaces)).get("/api/spaces").then().statusCode(403);
    asked(issuer.signed(claims(List.of("boss"), List.of("*"))))
        .get("/api/spaces")
        .then()
        .statusCode(403);
  }

  @Test
  void whatIsNoTokenOfTheIssuerForThisProgramIsRefusedInOneLineWithoutIt() throws Exception {
    Map<String, String> wrong = new LinkedHashMap<>();
    wrong.put(
        "the issuer's token has expired",
        signed(claims -> claims.setExpirationTime(NumericDate.fromSeconds(1_000_000_000))));
    wrong.put(
        "the issuer's token is for another program",
        signed(claims -> claims.setAudience("another")));
    wrong.put(
        "the token is of another issuer", signed(claims -> claims.setIssuer("http://127.0.0.1:1")));
    wrong.forEach((why, token) -> refused(token, why));

    List<String> forged =
        List.of(
            signed(claims -> claims.unsetClaim("exp")),
            signed(claims -> claims.unsetClaim("sub")),
            signed(claims -> claims.unsetClaim("aud")),
            signed(claims -> claims.unsetClaim("iss")),
            signed(claims -> claims.setNotBeforeMinutesInThePast(-10)),
            signedByStranger(issuer.rsaKey().getKeyId()),
            signedWithThePublicKey(),
            unsigned());
    for (String token : forged) {
      refused(token, "");
    }
    refused(altered(signed(claims -> {})), "token is not signed by the issuer");
    refused("no-token-at-all", "the issuer gave no valid token");
    refused("a.b.c", "the issuer gave no valid token");
    asked(signed(claims -> claims.setStringClaim("upn", "a\nb")))
        .get("/api/spaces")
        .then()
        .statusCode(401)
        .body("detail", containsString("must not contain the control character"));
  }

  @Test
  void newKeysAreTakenAndOldOnesNoLongerCount() {
    String old = issuer.signed(claims(List.of("viewer"), List.of("*")));
    asked(old).get("/api/spaces").then().statusCode(200);
    issuer.rotateKeys();
    String fresh = issuer.signed(claims(List.of("viewer"), List.of("*")));
    Await.until(
        "the new keys are read",
        NEW_KEYS_WITHIN,
        () -> asked(fresh).get("/api/spaces").statusCode() == 200);
    asked(old).get("/api/spaces").then().statusCode(401);
  }

  @Test
  void tokensWithUnknownKeysDoNotMakeTheServiceAskTheIssuerEachTime() throws Exception {
    int before = issuer.keysAsked();
    for (int i = 0; i < 20; i++) {
      asked(signedByStranger(UUID.randomUUID().toString()))
          .get("/api/spaces")
          .then()
          .statusCode(401);
    }
    assertThat(issuer.keysAsked() - before).isLessThan(10);
  }

  @Test
  void whileTheIssuerIsAwayItsKnownKeysGoOnToCount() throws Exception {
    String token = issuer.signed(claims(List.of("viewer"), List.of("*")));
    Await.until(
        "its keys are known",
        NEW_KEYS_WITHIN,
        () -> asked(token).get("/api/spaces").statusCode() == 200);
    issuer.setAnswers(false);
    asked(token).get("/api/spaces").then().statusCode(200);
    asked(signedByStranger("a key that nobody has")).get("/api/spaces").then().statusCode(401);
  }

  @Test
  void accessTokensLetInAsBefore() {
    var wanted = new NewToken("t-" + UUID.randomUUID(), List.of(Grant.parse("viewer:spa_1")), null);
    String secret = Objects.requireNonNull(table.create(wanted, ORIGIN)).secret();
    tokens.refresh();
    asked(secret).get("/api/spaces").then().body("id", equalTo(List.of("spa_1")));
    asked("og_" + "x".repeat(43))
        .get("/api/spaces")
        .then()
        .statusCode(401)
        .body("detail", containsString("not known, or was revoked"));
  }

  @Test
  void withoutATokenNobodyComesInOnThisHostEither() {
    given()
        .get("/api/spaces")
        .then()
        .statusCode(401)
        .contentType("application/problem+json")
        .body("detail", containsString("a token is needed"));
    given().get("/q/health/live").then().statusCode(200);
  }

  @Test
  void aPersonSignsInAtTheIssuerAndComesBackToWhatHeAskedFor() {
    issuer.setPerson(
        claims -> {
          claims.setStringClaim("preferred_username", "ann");
          claims.setStringListClaim("oncegate_roles", "admin");
          claims.setStringListClaim("oncegate_spaces", "*");
        });
    Response sent = page("/api/spaces?x=1", new Cookies());
    Cookie state = sent.getDetailedCookies().asList().getFirst();
    assertThat(state.isHttpOnly()).isTrue();
    assertThat(state.getSameSite()).isEqualTo("Lax");

    Response back = page(issuerSendsBack(sent), sent.getDetailedCookies());
    assertThat(back.statusCode()).isEqualTo(302);
    assertThat(back.header("Location")).endsWith("/api/spaces?x=1");
    Cookies session = session(back);
    assertThat(session.asList())
        .isNotEmpty()
        .allSatisfy(
            cookie -> {
              assertThat(cookie.isHttpOnly()).isTrue();
              assertThat(cookie.getSameSite()).isEqualTo("Lax");
              assertThat(cookie.getValue()).doesNotContain("eyJ.");
            });

    Response answer = page("/api/spaces", session);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.jsonPath().getList("id")).contains("spa_1", "spa_2");

    // A page of this service may change things, one of another site may not.
    String own = RestAssured.baseURI + ":" + RestAssured.port;
    given()
        .cookies(session)
        .header("Origin", own)
        .post("/api/rulebooks/roll-back")
        .then()
        .statusCode(409);
    for (String origin : List.of("https://evil.example", "null", "http://localhost:1")) {
      given()
          .cookies(session)
          .header("Origin", origin)
          .post("/api/rulebooks/roll-back")
          .then()
          .statusCode(403);
    }
    given().cookies(session).post("/api/rulebooks/roll-back").then().statusCode(403);
  }

  @Test
  void whoComesBackWithAnothersStateOrCodeIsNotSignedIn() {
    Response sent = page("/api/spaces", new Cookies());
    String back = issuerSendsBack(sent);
    String otherState = back.replaceAll("state=[^&]*", "state=" + UUID.randomUUID());
    notSignedIn(page(otherState, sent.getDetailedCookies()));
    // Without the cookie of him who began.
    notSignedIn(page(back, new Cookies()));
    // A code works once.
    page(back, sent.getDetailedCookies()).then().statusCode(302);
    notSignedIn(page(back, sent.getDetailedCookies()));
  }

  @Test
  void anIdTokenThatWasNotMadeForThisSignInDoesNotEndIt() {
    Stream.<Consumer<JwtClaims>>of(
            claims -> claims.setStringClaim("nonce", "of another sign-in"),
            claims -> claims.unsetClaim("nonce"),
            claims -> claims.setAudience("another"),
            claims -> claims.setIssuer("http://127.0.0.1:1"),
            claims -> claims.setExpirationTime(NumericDate.fromSeconds(1_000_000_000)))
        .forEach(
            wrong -> {
              issuer.setPerson(wrong);
              Response sent = page("/api/spaces", new Cookies());
              int before = logged.lines().size();
              notSignedIn(page(issuerSendsBack(sent), sent.getDetailedCookies()));
              assertThat(logged.lines()).hasSize(before + 1);
              assertThat(logged.lines().getLast())
                  .startsWith("refused GET /signed-in from ")
                  .contains("the sign-in was not completed");
            });
  }

  @Test
  void aPersonWithoutARoleSignsInAndMayDoNothing() {
    Response sent = page("/api/spaces", new Cookies());
    Response back = page(issuerSendsBack(sent), sent.getDetailedCookies());
    assertThat(page("/api/spaces", session(back)).statusCode()).isEqualTo(403);
  }

  @Test
  void aSessionEndsWithItsIdTokenAndThePersonSignsInAgain() {
    issuer.setPerson(
        claims -> {
          claims.setStringListClaim("oncegate_roles", "viewer");
          claims.setStringListClaim("oncegate_spaces", "*");
          claims.setExpirationTime(NumericDate.fromSeconds(NumericDate.now().getValue() + 3));
        });
    Response sent = page("/api/spaces", new Cookies());
    Cookies session = session(page(issuerSendsBack(sent), sent.getDetailedCookies()));
    assertThat(session.asList()).isNotEmpty();
    Await.until(
        "it has ended",
        SESSION_ENDS_WITHIN,
        () -> given().cookies(session).get("/api/spaces").statusCode() == 401);
    given()
        .cookies(session)
        .get("/api/spaces")
        .then()
        .body("detail", equalTo("the issuer's token has expired"));
    issuerSendsBack(page("/api/spaces", session));
  }

  @Test
  void anAlteredSessionIsNone() {
    Cookies altered = new Cookies(new Cookie.Builder("q_session", "x.y.z").build());
    assertThat(page("/api/spaces", altered).statusCode()).isIn(302, 401);
    given().cookies(altered).get("/api/spaces").then().statusCode(401);
  }

  private static ValidatableResponse notSignedIn(Response response) {
    assertThat(session(response).asList()).isEmpty();
    return response.then().statusCode(401);
  }

  private static Cookies session(Response response) {
    return new Cookies(
        response.getDetailedCookies().asList().stream()
            .filter(it -> it.getName().startsWith("q_session") && !it.getValue().isEmpty())
            .toList());
  }

  private String issuerSendsBack(Response sent) {
    assertThat(sent.statusCode()).isEqualTo(302);
    String signIn = sent.header("Location");
    assertThat(signIn)
        .startsWith(issuer.url() + "/authorize?")
        .contains("state=", "nonce=", "code_challenge=", "code_challenge_method=S256");
    Response answer =
        given().urlEncodingEnabled(false).redirects().follow(false).get(URI.create(signIn));
    assertThat(answer.statusCode()).isEqualTo(302);
    URI back = URI.create(answer.header("Location"));
    assertThat(back.getPath()).isEqualTo("/signed-in");
    return back.getRawPath() + "?" + back.getRawQuery();
  }

  /** What a browser gets that goes to a page. */
  private static Response page(String path, Cookies cookies) {
    return given()
        .urlEncodingEnabled(false)
        .redirects()
        .follow(false)
        .header("Accept", HTML)
        .cookies(cookies)
        .get(path);
  }

  private void refused(String token, String why) {
    int before = logged.lines().size();
    asked(token)
        .get("/api/spaces")
        .then()
        .statusCode(401)
        .contentType("application/problem+json")
        .body("detail", containsString(why));
    assertThat(logged.lines()).hasSize(before + 1);
    assertThat(logged.lines().getLast())
        .startsWith("refused GET /api/spaces from ")
        .doesNotContain("eyJ", "robot");
  }

  private String signed(Consumer<JwtClaims> change) {
    JwtClaims claims = claims(List.of("admin"), List.of("*"));
    change.accept(claims);
    return issuer.signed(claims);
  }

  private JwtClaims claims(List<String> roles, List<String> spaces) {
    JwtClaims claims = issuer.claims();
    claims.setStringClaim("preferred_username", "robot");
    claims.setStringListClaim("oncegate_roles", roles);
    claims.setStringListClaim("oncegate_spaces", spaces);
    return claims;
  }

  private String signedByStranger(String keyId) throws Exception {
    PublicJsonWebKey key = RsaJwkGenerator.generateJwk(2048);
    key.setKeyId(keyId);
    return TestIssuer.signed(claims(List.of("admin"), List.of("*")), key);
  }

  /** As if the issuer's public key, which everybody has, were a secret of both. */
  private String signedWithThePublicKey() throws Exception {
    var token = new JsonWebSignature();
    token.setPayload(claims(List.of("admin"), List.of("*")).toJson());
    token.setKeyIdHeaderValue(issuer.rsaKey().getKeyId());
    token.setAlgorithmHeaderValue(AlgorithmIdentifiers.HMAC_SHA256);
    token.setKey(new HmacKey(issuer.rsaKey().getPublicKey().getEncoded()));
    return token.getCompactSerialization();
  }

  private String unsigned() {
    return base64("{\"alg\":\"none\"}")
        + "."
        + base64(claims(List.of("admin"), List.of("*")).toJson())
        + ".";
  }

  private static String altered(String token) {
    String[] parts = token.split("\\.", -1);
    String claims = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
    return parts[0] + "." + base64(claims.replace("robot", "queen")) + "." + parts[2];
  }

  private static String base64(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static RequestSpecification asked(String token) {
    return given().header("Authorization", "Bearer " + token);
  }
}
