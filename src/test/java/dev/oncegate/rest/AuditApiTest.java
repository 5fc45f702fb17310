package dev.oncegate.rest;

import static dev.oncegate.rest.TestCallers.as;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.oneOf;
import static org.hamcrest.Matchers.startsWith;

import dev.oncegate.testkit.DatabaseForQuarkus;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the audit says of changes through the API, and how it is asked. */
@QuarkusTest
@QuarkusTestResource(DatabaseForQuarkus.class)
class AuditApiTest {
  @Inject DataSource dataSource;

  private final String space = "spa_" + UUID.randomUUID();

  @Test
  void aChangeIsAnEntryWithWhoWhatBeforeAfterAndWhy() {
    save(as("ann"), "business", "?reason=they paid");
    save("free", "");
    given().delete("/api/spaces/" + space).then().statusCode(204);
    given()
        .get("/api/audit?space=" + space)
        .then()
        .statusCode(200)
        .body("$", hasSize(3))
        .body("action", contains("delete", "save", "save"))
        .body("who", contains("local", "local", "ann"))
        .body("source", contains("api", "api", "api"))
        .body("kind", contains("space", "space", "space"))
        .body("object", contains(space, space, space))
        .body("[0].after", nullValue())
        .body("[0].before.tier", equalTo("free"))
        .body("[1].before.tier", equalTo("business"))
        .body("[1].after.tier", equalTo("free"))
        .body("[1].reason", nullValue())
        .body("[2].before", nullValue())
        .body("[2].reason", equalTo("they paid"));
  }

  @Test
  void aChangeThatIsRefusedIsNoEntry() {
    given()
        .contentType("application/json")
        .body("{\"spaceId\": \"" + space + "\", \"type\": \"x\"}")
        .put("/api/destinations/dst_" + space)
        .then()
        .statusCode(400);
    given().delete("/api/spaces/" + space).then().statusCode(404);
    given().get("/api/audit?object=dst_" + space).then().body("$", hasSize(0));
    given().get("/api/audit?object=" + space).then().body("$", hasSize(0));
  }

  @Test
  void entriesAreFilteredAndComePageByPage() {
    save(as("ann"), "1", "");
    save(as("bob"), "2", "");
    save(as("ann"), "3", "");
    String of = "/api/audit?object=" + space;
    List<Integer> ids = given().get(of).then().extract().path("id");
    assertThat(ids).hasSize(3);
    given().get(of + "&limit=2").then().body("id", equalTo(ids.subList(0, 2)));
    given().get(of + "&limit=2&before=" + ids.get(1)).then().body("id", equalTo(ids.subList(2, 3)));
    given().get(of + "&who=bob").then().body("after.tier", contains("2"));
    given().get(of + "&action=delete").then().body("$", hasSize(0));
    given().get(of + "&kind=space&action=save").then().body("$", hasSize(3));
    String second = given().get(of + "&who=bob").then().extract().path("[0].at");
    given().get(of + "&from=" + second).then().body("after.tier", contains("3", "2"));
    given().get(of + "&to=" + second).then().body("after.tier", contains("1"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "from=yesterday",
        "to=1",
        "limit=0",
        "limit=1001",
        "limit=x",
        "before=-1",
        "format=xml"
      })
  void aFilterThatIsNoneIsRefusedByItsName(String query) {
    given()
        .urlEncodingEnabled(false)
        .get("/api/audit?" + query)
        .then()
        .statusCode(400)
        .contentType("application/problem+json")
        .body("errors.field", contains(query.substring(0, query.indexOf('='))));
  }

  @Test
  void aReasonThatCannotBeKeptIsRefused() {
    given()
        .urlEncodingEnabled(false)
        .contentType("application/json")
        .body("{}")
        .put("/api/spaces/" + space + "?reason=a%01b")
        .then()
        .statusCode(400)
        .body("errors.field", contains("reason"));
    given().get("/api/audit?object=" + space).then().body("$", hasSize(0));
  }

  @Test
  void csvHasAllOfThemAndNoFormula() {
    as("=cmd|calc")
        .queryParam("reason", "@SUM(A1)")
        .contentType("application/json")
        .body("{}")
        .put("/api/spaces/" + space)
        .then()
        .statusCode(201);
    save(as("ann"), "\"quoted\", and more", "");
    String query = "/api/audit?object=" + space;
    String byFormat = given().get(query + "&format=csv").then().extract().asString();
    given()
        .accept("text/csv")
        .get(query)
        .then()
        .statusCode(200)
        .contentType(startsWith("text/csv"))
        .body(equalTo(byFormat));
    String[] lines = byFormat.split("\r\n");
    assertThat(lines).hasSize(3);
    assertThat(lines[0]).startsWith("id,at,who,source,action,kind,object,space,before,after,");
    assertThat(lines[1])
        .contains(
            "\"{\"\"id\"\":\"\"" + space + "\"\",\"\"tier\"\":\"\"\\\"\"quoted\\\"\", and more");
    assertThat(lines[2]).contains(",'=cmd|calc,api,save,").contains(",'@SUM(A1),");
    given()
        .accept("application/json")
        .get(query + "&format=csv&limit=1")
        .then()
        .body(containsString("ann"));
  }

  @Test
  void aDestinationTakesItsConnectionsAlongAndSaysWhich() {
    save("free", "");
    String destination = "dst_" + UUID.randomUUID();
    String computation = "aud_" + UUID.randomUUID();
    put("/api/destinations/" + destination, "{\"spaceId\": \"" + space + "\", \"type\": \"x\"}");
    put("/api/connections/" + computation, "{\"destinationIds\": [\"" + destination + "\"]}");
    put("/api/connections/" + computation, "{\"destinationIds\": [\"" + destination + "\"]}");
    given().delete("/api/destinations/" + destination).then().statusCode(204);
    given()
        .get("/api/audit?object=" + computation)
        .then()
        .body("action", contains("save", "save"))
        .body("space", contains(space, space))
        .body("[0].before.destinationIds", contains(destination))
        .body("[1].before", nullValue());
    given()
        .get("/api/audit?object=" + destination + "&action=delete")
        .then()
        .body("[0].before.connections", contains(computation))
        .body("[0].before.enabled", equalTo(true))
        .body("[0].space", equalTo(space));
  }

  @Test
  void externalIdsAreCountedAndNotNamed() {
    given()
        .contentType("application/json")
        .body(
            "[{\"type\": \"email\", \"id\": \"secret@x.com\"}, {\"type\": \"phone\", \"id\": \"1\"}]")
        .post("/api/profiles/" + space + "/use_1/external-ids")
        .then()
        .statusCode(201);
    given()
        .delete("/api/profiles/" + space + "/use_1/external-ids/email/secret@x.com")
        .then()
        .statusCode(204);
    given()
        .get("/api/audit?space=" + space)
        .then()
        .body("action", contains("delete", "save"))
        .body("object", contains("use_1", "use_1"))
        .body("[0].before.email", equalTo(1))
        .body("[1].after.email", equalTo(1))
        .body("[1].after.phone", equalTo(1));
    assertThat(given().get("/api/audit?space=" + space).asString()).doesNotContain("secret");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5_000, 12_345})
  void aBulkLoadIsOneEntryWithItsCount(int lines) {
    var body = new StringBuilder();
    for (int i = 0; i < lines; i++) {
      body.append(line(i));
    }
    load(body.toString(), 200);
    given()
        .get("/api/audit?space=" + space)
        .then()
        .body("$", hasSize(1))
        .body("[0].action", equalTo("load"))
        .body("[0].kind", equalTo("external-ids"))
        .body("[0].after.lines", equalTo(lines))
        .body("[0].after.spaces", contains(space));
  }

  @Test
  void aBulkLoadThatEndsAtABadLineTellsOfWhatWasKept() {
    var body = new StringBuilder();
    for (int i = 0; i < 6_000; i++) {
      body.append(line(i));
    }
    load(body + "{}\n", 400);
    given()
        .get("/api/audit?space=" + space)
        .then()
        .body("$", hasSize(1))
        .body("[0].after.lines", equalTo(6_000))
        .body("[0].after.ended", equalTo("a bad line, 6001"));
    load("", 200);
    given().get("/api/audit?space=" + space).then().body("$", hasSize(1));
  }

  @Test
  void whatComesInBySqlIsToldOfAsSuch() throws SQLException {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("insert into space values ('" + space + "', 'by hand')");
    }
    given()
        .get("/api/audit?space=" + space)
        .then()
        .body("source", contains("sql"))
        .body("who", contains("postgres"))
        .body("[0].after.tier", equalTo("by hand"));
  }

  @Test
  void theChainCanBeVerified() {
    save("free", "");
    given()
        .get("/api/audit/verify")
        .then()
        .statusCode(200)
        .body("found", equalTo(0))
        .body("findings", hasSize(0));
  }

  private void save(String tier, String query) {
    save(given(), tier, query);
  }

  private void save(RequestSpecification request, String tier, String query) {
    request
        .contentType("application/json")
        .body("{\"tier\": \"" + tier.replace("\"", "\\\"") + "\"}")
        .put("/api/spaces/" + space + query)
        .then()
        .statusCode(oneOf(200, 201));
  }

  private static void put(String path, String body) {
    given().contentType("application/json").body(body).put(path).then().statusCode(oneOf(200, 201));
  }

  private String line(int number) {
    return "{\"spaceId\": \"%s\", \"profileId\": \"use_%d\", \"type\": \"email\", \"id\": \"a\"}\n"
        .formatted(space, number);
  }

  private static void load(String body, int status) {
    given()
        .contentType("application/x-ndjson")
        .body(body.getBytes(StandardCharsets.UTF_8))
        .post("/api/external-ids")
        .then()
        .statusCode(status);
  }
}
