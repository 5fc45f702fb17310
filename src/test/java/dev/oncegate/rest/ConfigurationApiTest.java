package dev.oncegate.rest;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.not;

import dev.oncegate.testkit.DatabaseForQuarkus;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(DatabaseForQuarkus.class)
class ConfigurationApiTest {
  private static final String PROBLEM = "application/problem+json";

  // Every test has a space of its own, since all share one database.
  private final String space = "spa_" + UUID.randomUUID();
  private final String destination = "dst_" + UUID.randomUUID();
  private final String computation = "aud_" + UUID.randomUUID();

  @Inject DataSource database;

  @BeforeEach
  void aSpaceIsThere() {
    put("/api/spaces/" + space, "{'tier': 'business'}").statusCode(201);
  }

  @Test
  void aSpaceIsCreatedReadReplacedAndRemoved() {
    String other = space + "-other";
    post("/api/spaces", "{'id': '" + other + "', 'tier': 'free'}")
        .statusCode(201)
        .header("Location", containsString("/api/spaces/" + other))
        .body("id", equalTo(other), "tier", equalTo("free"));
    post("/api/spaces", "{'id': '" + other + "', 'tier': 'gold'}").statusCode(200);
    get("/api/spaces/" + other).statusCode(200).body("tier", equalTo("gold"));
    get("/api/spaces").statusCode(200).body("id", hasItems(space, other));
    delete("/api/spaces/" + other).statusCode(204);
    get("/api/spaces/" + other).statusCode(404).contentType(PROBLEM);
    delete("/api/spaces/" + other).statusCode(404).contentType(PROBLEM);
  }

  @Test
  void aDatabaseThatGoesAwayWhileItCommitsIsUnavailable() throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(
          """
          create function shut_down() returns trigger language plpgsql as
            $$ begin raise exception 'shutting down' using errcode = '57P01'; end $$
          """);
      statement.execute(
          """
          create constraint trigger at_commit after insert on space deferrable initially deferred
            for each row execute function shut_down()
          """);
      put("/api/spaces/" + space + "-other", "{'tier': 'free'}")
          .statusCode(503)
          .contentType(PROBLEM)
          .body("detail", equalTo("the database does not answer"));
      statement.execute("drop function shut_down cascade");
    }
    get("/api/spaces/" + space + "-other").statusCode(404);
  }

  @Test
  void aDestinationKeepsEveryField() {
    String body =
        """
        {'id': '%s', 'spaceId': '%s', 'type': 'sendgrid', 'name': 'SendGrid', 'enabled': false,
         'dedupesOn': ['phone', 'email'], 'call': 'identify', 'idsPerEvent': 'one',
         'dedupeScope': 'address', 'resend': 'P30D'}
        """
            .formatted(destination, space);
    post("/api/destinations", body).statusCode(201);
    get("/api/destinations/" + destination)
        .statusCode(200)
        .body("id", equalTo(destination))
        .body("spaceId", equalTo(space))
        .body("type", equalTo("sendgrid"))
        .body("name", equalTo("SendGrid"))
        .body("enabled", equalTo(false))
        .body("dedupesOn", contains("email", "phone"))
        .body("call", equalTo("identify"))
        .body("idsPerEvent", equalTo("one"))
        .body("dedupeScope", equalTo("address"))
        .body("resend", equalTo("P30D"));
    get("/api/destinations").statusCode(200).body("id", hasItem(destination));
  }

  @Test
  void aDestinationHasDefaultsForWhatIsLeftOut() {
    put("/api/destinations/" + destination, "{'spaceId': '" + space + "', 'type': 'webhook'}")
        .statusCode(201)
        .body("name", equalTo(destination))
        .body("enabled", equalTo(true))
        .body("dedupesOn", equalTo(java.util.List.of()))
        .body("call", equalTo("track"))
        .body("idsPerEvent", equalTo("all"))
        .body("dedupeScope", equalTo("profile"))
        .body("resend", equalTo("never"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          {'id': 'x', 'type': 't'}                                   | spaceId      | is missing
          {'spaceId': 'SPACE', 'type': 't'}                          | id           | is missing
          {'id': 'x', 'spaceId': 'SPACE'}                            | type         | is missing
          {'id': '', 'spaceId': 'SPACE', 'type': 't'}                | id           | must not be empty
          {'id': 7, 'spaceId': 'SPACE', 'type': 't'}                 | id           | expected a string, found a number
          {'id': ['x'], 'spaceId': 'SPACE', 'type': 't'}             | id           | expected a string, found an array
          {'id': null, 'spaceId': 'SPACE', 'type': 't'}              | id           | expected a string, found null
          {'id': 'x', 'spaceId': 'SPACE', 'type': {'a': [1]}}        | type         | expected a string, found an object
          {'id': 'All', 'spaceId': 'SPACE', 'type': 't'}             | id           | All means every destination and cannot be the name of one
          {'id': 'a\\u0000', 'spaceId': 'SPACE', 'type': 't'}        | id           | must not contain the control character U+0000
          {'id': 'x', 'spaceId': 'nowhere', 'type': 't'}             | spaceId      | there is no space nowhere
          {'id': 'x', 'spaceId': 'SPACE', 'type': 't', 'enabled': 'yes'} | enabled  | expected true or false, found a string
          {'id': 'x', 'spaceId': 'SPACE', 'type': 't', 'enabled': null} | enabled   | expected true or false, found null
          {'id': 'x', 'spaceId': 'SPACE', 'type': 't', 'dedupesOn': {'email': [1]}} | dedupesOn | expected an array of strings, found an object
          {'id': 'x', 'spaceId': 'SPACE', 'type': 't', 'dedupesOn': null} | dedupesOn | expected an array of strings, found null
          {'id': 'x', 'spaceId': 'SPACE', 'type': 't', 'dedupesOn': ['email', ['a']]} | dedupesOn[1] | expected a string, found an array
          {'id': 'x', 'spaceId': 'SPACE', 'type': 't', 'dedupesOn': ['email', '']} | dedupesOn[1] | must not be empty
          {'id': 'x', 'spaceId': 'SPACE', 'type': 't', 'call': '${7*7} {value}'} | call | expected track or identify, found ${7*7} {value}
          {'id': 'x', 'spaceId': 'SPACE', 'type': 't', 'dedupesOn': 'email'} | dedupesOn | expected an array of strings, found a string
          {'id': 'x', 'spaceId': 'SPACE', 'type': 't', 'dedupesOn': ['email', 1]} | dedupesOn[1] | expected a string, found a number
          {'id': 'x', 'spaceId': 'SPACE', 'type': 't', 'dedupesOn': [null]} | dedupesOn[0] | expected a string, found null
          {'id': 'x', 'spaceId': 'SPACE', 'type': 't', 'call': 'trck'}   | call     | expected track or identify, found trck; did you mean track?
          {'id': 'x', 'spaceId': 'SPACE', 'type': 't', 'idsPerEvent': 'two'} | idsPerEvent | expected all or one, found two
          {'id': 'x', 'spaceId': 'SPACE', 'type': 't', 'dedupeScope': null} | dedupeScope | expected a string, found null
          {'id': 'x', 'spaceId': 'SPACE', 'type': 't', 'resend': 'nevr'} | resend | expected never, on_reentry or an ISO-8601 period such as P30D, found nevr; did you mean never?
          {'id': 'x', 'spaceId': 'SPACE', 'type': 't', 'resend': 'P0D'}  | resend   | a resend period must be longer than nothing
          {'id': 'x', 'spaceId': 'SPACE', 'type': 't', 'resend': 'P2000Y'} | resend | a resend period is at most 1000 years
          {'id': 'x', 'spaceId': 'SPACE', 'type': 't', 'dedupeOn': []}   | dedupeOn | unknown field; did you mean dedupesOn?
          """)
  void aBadDestinationIsRefusedNamingTheField(String body, String field, String message) {
    post("/api/destinations", body.replace("SPACE", space))
        .statusCode(400)
        .contentType(PROBLEM)
        .body("type", equalTo("urn:oncegate:problem:invalid"))
        .body("title", equalTo("Invalid fields"))
        .body("status", equalTo(400))
        .body("detail", containsString(field))
        .body("errors.field", contains(field))
        .body("errors.message", contains(message));
  }

  @Test
  void everythingThatIsWrongIsNamedAtOnce() {
    post("/api/destinations", "{'call': 'x', 'enabled': 1}")
        .statusCode(400)
        .body("errors.field", contains("id", "spaceId", "type", "enabled", "call"));
  }

  @Test
  void whatIsWrongWithSeveralElementsOfAListIsNamedForEachInTheListsOrder() {
    post(
            "/api/destinations",
            "{'id': 'x', 'spaceId': 's', 'type': 't', 'dedupesOn': [1, '', 'a', null], 'nam': 'X'}")
        .statusCode(400)
        .body("errors.field", contains("nam", "dedupesOn[0]", "dedupesOn[1]", "dedupesOn[3]"));
  }

  @Test
  void aBodyMayNotContradictThePath() {
    put("/api/spaces/" + space, "{'id': 'another', 'tier': 'free'}")
        .statusCode(400)
        .body("errors.field", contains("id"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"{", "''", "{'id': 'a'} x", "{'id': 'a', 'id': 'b'}", "nonsense"})
  void aBodyThatIsNotJsonIsMalformed(String body) {
    post("/api/spaces", body)
        .statusCode(400)
        .contentType(PROBLEM)
        .body("type", equalTo("urn:oncegate:problem:malformed"))
        .body("detail", containsString("the body is not JSON"));
  }

  @Test
  void aBodyOfAnotherKindIsRefused() {
    post("/api/spaces", "[1]").statusCode(400).body("errors[0].message", containsString("array"));
    given()
        .contentType("text/plain")
        .body("id")
        .post("/api/spaces")
        .then()
        .statusCode(415)
        .contentType(PROBLEM);
    post("/api/spaces", "{'id': '" + "x".repeat(1_100_000) + "'}")
        .statusCode(413)
        .contentType(PROBLEM);
  }

  @Test
  void aMethodThatIsNotThereAndAPathThatIsNotThereAreProblems() {
    given().patch("/api/spaces").then().statusCode(405).contentType(PROBLEM);
    get("/api/nothing").statusCode(404).contentType(PROBLEM).body("status", equalTo(404));
    get("/api/spaces/a/b").statusCode(404).contentType(PROBLEM);
    given().accept("text/html").get("/api/spaces").then().statusCode(406).contentType(PROBLEM);
  }

  @Test
  void aSpaceWithDestinationsStays() {
    put("/api/destinations/" + destination, "{'spaceId': '" + space + "', 'type': 'webhook'}");
    delete("/api/spaces/" + space)
        .statusCode(409)
        .contentType(PROBLEM)
        .body("type", equalTo("urn:oncegate:problem:in-use"));
    get("/api/spaces/" + space).statusCode(200);
  }

  @Test
  void aConnectionIsCreatedReadReplacedAndRemoved() {
    String second = destination + "-2";
    put("/api/destinations/" + destination, "{'spaceId': '" + space + "', 'type': 'webhook'}");
    put("/api/destinations/" + second, "{'spaceId': '" + space + "', 'type': 'webhook'}");
    String path = "/api/connections/" + computation;
    post(
            "/api/connections",
            "{'computationId': '%s', 'destinationIds': ['%s', '%s']}"
                .formatted(computation, second, destination))
        .statusCode(201)
        .body("destinationIds", contains(destination, second));
    get(path)
        .statusCode(200)
        .body("computationId", equalTo(computation))
        .body("destinationIds", contains(destination, second));
    put(path, "{'destinationIds': ['" + second + "']}").statusCode(200);
    get(path).body("destinationIds", contains(second));
    get("/api/connections").body("computationId", hasItem(computation));
    delete(path).statusCode(204);
    get(path).statusCode(404);
    delete(path).statusCode(404);
  }

  @Test
  void aConnectionToADestinationThatIsNotThereIsRefused() {
    put("/api/destinations/" + destination, "{'spaceId': '" + space + "', 'type': 'webhook'}");
    put(
            "/api/connections/" + computation,
            "{'destinationIds': ['" + destination + "', 'dst_nowhere']}")
        .statusCode(400)
        .body("errors.field", contains("destinationIds[1]"))
        .body("errors.message", contains("there is no destination dst_nowhere"));
    get("/api/connections/" + computation).statusCode(404);
    put("/api/connections/" + computation, "{}")
        .statusCode(400)
        .body("errors.field", contains("destinationIds"));
  }

  @Test
  void aRemovedDestinationIsNoLongerConnected() {
    put("/api/destinations/" + destination, "{'spaceId': '" + space + "', 'type': 'webhook'}");
    put("/api/connections/" + computation, "{'destinationIds': ['" + destination + "']}");
    delete("/api/destinations/" + destination).statusCode(204);
    get("/api/connections/" + computation)
        .statusCode(200)
        .body("destinationIds", not(hasItem(destination)));
  }

  @Test
  void anIdWithAnyCharactersCanBeInAPath() {
    String odd = space + " ä/ö?%";
    given()
        .contentType("application/json")
        .body("{\"tier\": \"free\"}")
        .put("/api/spaces/{id}", odd)
        .then()
        .statusCode(201)
        .body("id", equalTo(odd));
    given().get("/api/spaces/{id}", odd).then().statusCode(200).body("id", equalTo(odd));
  }

  @Test
  void openApiNamesTheResources() {
    given()
        .accept("application/json")
        .get("/q/openapi")
        .then()
        .statusCode(200)
        .body(
            "paths.keySet()", hasItems("/api/spaces", "/api/destinations/{id}", "/api/connections"))
        .body(
            "paths.keySet()",
            hasItems("/api/profiles/{space}/{profile}/external-ids", "/api/external-ids"));
    get("/q/openapi.json").statusCode(200).body("info.title", equalTo("Oncegate"));
    get("/q/openapi?format=json").statusCode(200).body("info.title", equalTo("Oncegate"));
    get("/q/openapi").statusCode(200).contentType("application/yaml").body(containsString("/api/"));
    get("/q/openapi.yaml").statusCode(200).body(containsString("title: Oncegate"));
    get("/q/health").statusCode(200).body("status", equalTo("UP"));
  }

  private static ValidatableResponse get(String path) {
    return given().get(path).then();
  }

  private static ValidatableResponse delete(String path) {
    return given().delete(path).then();
  }

  private static ValidatableResponse put(String path, String body) {
    return given().contentType("application/json").body(json(body)).put(path).then();
  }

  private static ValidatableResponse post(String path, String body) {
    return given().contentType("application/json").body(json(body)).post(path).then();
  }

  private static String json(String singleQuoted) {
    return singleQuoted.replace('\'', '"');
  }
}
