package dev.oncegate.rest;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.oncegate.audit.AuditNote;
import dev.oncegate.audit.AuditSource;
import dev.oncegate.audit.ChangeOrigin;
import dev.oncegate.core.update.Destination;
import dev.oncegate.core.update.ExternalId;
import dev.oncegate.core.update.Integrations.Connection;
import dev.oncegate.core.update.Resend;
import dev.oncegate.core.update.Space;
import dev.oncegate.identity.ExternalIdTable;
import dev.oncegate.identity.OwnedId;
import dev.oncegate.integrations.Catalog;
import dev.oncegate.security.AccessTokenTable;
import dev.oncegate.security.AccessTokens;
import dev.oncegate.security.CreatedToken;
import dev.oncegate.security.Grant;
import dev.oncegate.security.NewToken;
import dev.oncegate.security.Role;
import dev.oncegate.security.SpaceScope;
import dev.oncegate.testkit.DatabaseForQuarkus;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Every endpoint, asked by everybody: without a token, and with each role in all spaces, in the
 * space that the request is about, and in another. The endpoints are those that OpenAPI names; one
 * that has no row here fails the test.
 */
@QuarkusTest
@QuarkusTestResource(DatabaseForQuarkus.class)
@TestProfile(TokensNeeded.class)
class EndpointRolesTest {
  private static final String OWN = "spa_own";
  private static final String OTHER = "spa_other";
  private static final ChangeOrigin ORIGIN = new ChangeOrigin("test", AuditSource.API, null);
  private static final Pattern NAMES_OF_OWN = Pattern.compile("(spa|dst|aud|of)[_-]own");
  private static final String NDJSON = "application/x-ndjson";

  private static final String SPACE = "{'id': 'spa_own', 'tier': 'free'}";
  private static final String DESTINATION =
      "{'id': 'dst_own', 'spaceId': 'spa_own', 'type': 'webhook'}";
  private static final String CONNECTION =
      "{'computationId': 'aud_own', 'destinationIds': ['dst_own']}";
  private static final String CHANGE = "{'value': 'dedupe', 'reason': 'test'}";
  private static final String EXTERNAL_ID = "{'type': 'email', 'id': 'a@x.com'}";

  /** What an endpoint concerns, and so in which spaces the role is needed. */
  private enum Concern {
    /** Something of the space that the request names. */
    OWN_SPACE,
    /** What everybody who has the role may see, or what of it is of his spaces. */
    ANY_SPACE,
    /** All spaces at once. */
    ALL_SPACES
  }

  /**
   * Who may use an endpoint.
   *
   * @param allowed the status for those who may; not always a success, since some requests ask for
   *     what is not there
   * @param hidden the status for those who have the role in another space only
   */
  private record Rule(
      String endpoint, Role role, Concern concern, int allowed, int hidden, String body) {}

  private static final List<Rule> RULES =
      List.of(
          any("GET /api/spaces", 200),
          own("GET /api/spaces/{id}", Role.VIEWER, 200, 404, ""),
          own("POST /api/spaces", Role.ADMIN, 200, 404, SPACE),
          own("PUT /api/spaces/{id}", Role.ADMIN, 200, 404, SPACE),
          own("DELETE /api/spaces/{id}", Role.ADMIN, 409, 404, ""),
          any("GET /api/destinations", 200),
          own("GET /api/destinations/{id}", Role.VIEWER, 200, 404, ""),
          own("POST /api/destinations", Role.EDITOR, 200, 400, DESTINATION),
          own("PUT /api/destinations/{id}", Role.EDITOR, 200, 400, DESTINATION),
          own("DELETE /api/destinations/{id}", Role.EDITOR, 204, 404, ""),
          any("GET /api/connections", 200),
          own("GET /api/connections/{computationId}", Role.VIEWER, 200, 404, ""),
          own("POST /api/connections", Role.EDITOR, 200, 400, CONNECTION),
          own("PUT /api/connections/{computationId}", Role.EDITOR, 200, 400, CONNECTION),
          own("DELETE /api/connections/{computationId}", Role.EDITOR, 204, 404, ""),
          own("GET /api/profiles/{space}/{profile}/external-ids", Role.VIEWER, 200, 404, ""),
          own(
              "POST /api/profiles/{space}/{profile}/external-ids",
              Role.EDITOR,
              200,
              404,
              EXTERNAL_ID),
          own(
              "PUT /api/profiles/{space}/{profile}/external-ids",
              Role.EDITOR,
              200,
              404,
              EXTERNAL_ID),
          // There is no such id; he who may not see the space is told that there is no space.
          own(
              "DELETE /api/profiles/{space}/{profile}/external-ids/{type}/{id}",
              Role.EDITOR,
              404,
              404,
              ""),
          own(
              "POST /api/external-ids",
              Role.EDITOR,
              200,
              400,
              "{'spaceId': 'spa_own', 'profileId': 'use_1', 'type': 'email', 'id': 'a@x.com'}"),
          own(
              "POST /api/profile-merges",
              Role.EDITOR,
              200,
              400,
              "{'spaceId': 'spa_own', 'mergedProfileId': 'use_2', 'survivorProfileId': 'use_1',"
                  + " 'mergedAt': '2026-01-01T00:00:00Z'}"),
          // Without a profile there is no story.
          own("GET /api/explain", Role.VIEWER, 400, 404, ""),
          any("GET /api/rulebooks", 200),
          any("GET /api/rulebooks/in-force", 200),
          any("GET /api/rulebooks/{hash}", 404),
          any("GET /api/rulebooks/{hash}/files/{name}", 404),
          all("POST /api/rulebooks", Role.EDITOR, 400),
          all("POST /api/rulebooks/{hash}/activate", Role.OPERATOR, 404),
          all("POST /api/rulebooks/roll-back", Role.OPERATOR, 409),
          all("GET /api/parked", Role.VIEWER, 200),
          all("GET /api/parked/{id}", Role.VIEWER, 404),
          all("POST /api/parked/{id}/retry", Role.OPERATOR, 404),
          all("POST /api/parked/{id}/discard", Role.OPERATOR, 404),
          any("GET /api/rulebooks/{hash}/release-requests", 404),
          any("GET /api/rulebooks/{hash}/release-requests/{id}", 404),
          all("POST /api/rulebooks/{hash}/release-requests", Role.OPERATOR, 404),
          all("POST /api/rulebooks/{hash}/release-requests/{id}/approve", Role.OPERATOR, 404),
          all("POST /api/rulebooks/{hash}/release-requests/{id}/reject", Role.OPERATOR, 404),
          any("GET /api/flags", 200),
          all("PUT /api/flags/{name}", Role.OPERATOR, 404, CHANGE),
          all("GET /api/flags/bill", Role.VIEWER, 400),
          any("GET /api/gates", 200),
          all("PUT /api/gates/default", Role.OPERATOR, 200, CHANGE),
          all("DELETE /api/gates/default", Role.OPERATOR, 400),
          all("GET /api/gates/default/bill", Role.VIEWER, 400),
          all("PUT /api/gates/tier/{name}", Role.OPERATOR, 200, CHANGE),
          all("DELETE /api/gates/tier/{name}", Role.OPERATOR, 400),
          all("GET /api/gates/tier/{name}/bill", Role.VIEWER, 400),
          own("PUT /api/gates/space/{name}", Role.OPERATOR, 200, 404, CHANGE),
          own("DELETE /api/gates/space/{name}", Role.OPERATOR, 400, 404, ""),
          own("GET /api/gates/space/{name}/bill", Role.VIEWER, 400, 404, ""),
          all("GET /api/comparator", Role.VIEWER, 200),
          all("GET /api/candidate", Role.VIEWER, 404),
          all(
              "POST /api/candidate/start",
              Role.OPERATOR,
              404,
              "{'hash': '0123', 'reason': 'test'}"),
          all("POST /api/candidate/stop", Role.OPERATOR, 400),
          all("POST /api/candidate/promote", Role.OPERATOR, 400),
          all("POST /api/ledger/catch-up", Role.OPERATOR, 400),
          any("GET /api/audit", 200),
          all("GET /api/audit/verify", Role.VIEWER, 200),
          new Rule("GET /api/tokens", Role.ADMIN, Concern.ANY_SPACE, 200, 200, ""),
          own(
              "POST /api/tokens",
              Role.ADMIN,
              201,
              400,
              "{'name': 'NEW', 'grants': ['editor:spa_own']}"),
          own("DELETE /api/tokens/{name}", Role.ADMIN, 204, 404, ""),
          any("GET /q/openapi", 200),
          any("GET /q/metrics", 200));

  private static final Map<String, String> PARAMETERS =
      Map.of(
          "{space}", OWN,
          "{profile}", "use_1",
          "{type}", "email",
          "{computationId}", "aud_own",
          "{hash}", "0123",
          "{name}", "of-own");

  @Inject Catalog catalog;
  @Inject ExternalIdTable externalIds;
  @Inject AccessTokenTable table;
  @Inject AccessTokens tokens;

  private static Rule any(String endpoint, int allowed) {
    return new Rule(endpoint, Role.VIEWER, Concern.ANY_SPACE, allowed, allowed, "");
  }

  private static Rule all(String endpoint, Role role, int allowed) {
    return all(endpoint, role, allowed, "");
  }

  private static Rule all(String endpoint, Role role, int allowed, String body) {
    return new Rule(endpoint, role, Concern.ALL_SPACES, allowed, 403, body);
  }

  private static Rule own(String endpoint, Role role, int allowed, int hidden, String body) {
    return new Rule(endpoint, role, Concern.OWN_SPACE, allowed, hidden, body);
  }

  @Test
  void everyEndpointOfTheApiHasARule() {
    var described = new TreeSet<String>();
    Map<String, Map<String, Object>> paths =
        asked(secret(Role.VIEWER, null))
            .get("/q/openapi?format=json")
            .then()
            .extract()
            .path("paths");
    paths.forEach(
        (path, methods) ->
            methods.keySet().stream()
                .filter(method -> Set.of("get", "post", "put", "delete", "patch").contains(method))
                .forEach(method -> described.add(method.toUpperCase(Locale.ROOT) + " " + path)));
    var ruled = new TreeSet<String>();
    RULES.stream()
        .map(Rule::endpoint)
        .filter(endpoint -> endpoint.contains(" /api/"))
        .forEach(ruled::add);
    assertThat(ruled).isEqualTo(described);
  }

  @Test
  void everyEndpointAnswersEachRoleInEachSpaceAsItsRuleSays() {
    Map<String, String> secrets = new LinkedHashMap<>();
    for (Role role : Role.values()) {
      secrets.put(role.word(), secret(role, null));
      secrets.put(new Grant(role, OWN).word(), secret(role, OWN));
      secrets.put(new Grant(role, OTHER).word(), secret(role, OTHER));
    }
    var wrong = new ArrayList<String>();
    for (Rule rule : RULES) {
      makeWhatIsAskedFor();
      expect(rule, "nobody", null, 401, wrong);
      secrets.forEach(
          (grant, secret) -> expect(rule, grant, secret, status(rule, Grant.parse(grant)), wrong));
    }
    assertThat(wrong).isEmpty();
  }

  private static int status(Rule rule, Grant grant) {
    if (grant.role().compareTo(rule.role()) < 0) {
      return 403;
    }
    if (grant.spaceId() == null) {
      return rule.allowed();
    }
    return switch (rule.concern()) {
      case ANY_SPACE -> rule.allowed();
      case ALL_SPACES -> 403;
      case OWN_SPACE -> grant.spaceId().equals(OWN) ? rule.allowed() : rule.hidden();
    };
  }

  private void expect(
      Rule rule, String who, @Nullable String secret, int status, List<String> wrong) {
    Response response = send(rule, secret == null ? given() : asked(secret));
    int found = response.statusCode();
    if (found != status) {
      wrong.add(
          "%s by %s: %d instead of %d: %s"
              .formatted(rule.endpoint(), who, found, status, response.asString()));
    }
    if (found == 200
        && who.endsWith(":" + OTHER)
        && NAMES_OF_OWN.matcher(response.asString()).find()) {
      wrong.add(rule.endpoint() + " tells " + who + " of " + OWN + ": " + response.asString());
    }
    if (rule.endpoint().startsWith("DELETE")) {
      makeWhatIsAskedFor();
    }
    if (found == 401 || found == 403) {
      assertThat(response.contentType()).startsWith("application/problem+json");
      assertThat(response.jsonPath().getInt("status")).isEqualTo(found);
    }
  }

  private void makeWhatIsAskedFor() {
    catalog.save(new Space(OWN, "free"));
    catalog.save(
        new Destination(
            "dst_own",
            OWN,
            "webhook",
            "own",
            true,
            Set.of(),
            Destination.Call.TRACK,
            Destination.IdsPerEvent.ALL,
            Destination.DedupeScope.PROFILE,
            new Resend.Never()),
        SpaceScope.ALL);
    catalog.save(new Connection("aud_own", List.of("dst_own")), SpaceScope.ALL);
    table.create(new NewToken("of-own", List.of(new Grant(Role.VIEWER, OWN)), null), ORIGIN);
    externalIds.put(
        List.of(new OwnedId(OWN, "use_1", new ExternalId("email", "a@x.com", null))),
        AuditNote.NONE);
  }

  private static Response send(Rule rule, RequestSpecification request) {
    String method = rule.endpoint().substring(0, rule.endpoint().indexOf(' '));
    String path = rule.endpoint().substring(method.length() + 1);
    if (path.startsWith("/api/spaces")) {
      path = path.replace("{id}", OWN);
    } else if (path.startsWith("/api/destinations")) {
      path = path.replace("{id}", "dst_own");
    } else {
      path = path.replace("{id}", "0:0");
    }
    path = path.replace("gates/space/{name}", "gates/space/" + OWN);
    for (Map.Entry<String, String> parameter : PARAMETERS.entrySet()) {
      path = path.replace(parameter.getKey(), parameter.getValue());
    }
    if (path.equals("/api/explain")) {
      path += "?space=" + OWN;
    }
    if (path.equals("/api/rulebooks") && method.equals("POST")) {
      request.multiPart("note", "no file");
    } else if (!rule.body().isEmpty()) {
      boolean bulk = path.equals("/api/external-ids") || path.equals("/api/profile-merges");
      request
          .contentType(bulk ? NDJSON : "application/json")
          .body(json(rule.body()).replace("NEW", UUID.randomUUID().toString()).getBytes(UTF_8));
    }
    return request.request(method, path);
  }

  private static RequestSpecification asked(String secret) {
    return given().header("Authorization", "Bearer " + secret);
  }

  private String secret(Role role, @Nullable String space) {
    var wanted = new NewToken(UUID.randomUUID().toString(), List.of(new Grant(role, space)), null);
    CreatedToken created = Objects.requireNonNull(table.create(wanted, ORIGIN));
    tokens.refresh();
    return created.secret();
  }

  private static String json(String singleQuoted) {
    return singleQuoted.replace('\'', '"');
  }
}
