package dev.oncegate.rest;

import static dev.oncegate.rest.TestCallers.as;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.nullValue;

import dev.oncegate.testkit.Await;
import dev.oncegate.testkit.DatabaseForQuarkus;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Flags and gates by the API, on a real database. */
@QuarkusTest
@QuarkusTestResource(DatabaseForQuarkus.class)
class RolloutApiTest {
  private static final Duration IN_FORCE_WITHIN = Duration.ofSeconds(2);

  private final String space = "spa_" + UUID.randomUUID();

  @Test
  void theKillSwitchIsThrownAndTakenBackAndBothAreKeptWithTheirReasons() {
    put(as("ann"), "/api/flags/dedupe", "{'value': 'off', 'reason': 'too few sends'}")
        .statusCode(200)
        .body("name", equalTo("dedupe"), "value", equalTo("off"));
    Await.until("it is in force", IN_FORCE_WITHIN, () -> inForce("dedupe").equals("off"));
    put(as("bob"), "/api/flags/dedupe", "{'value': 'on', 'reason': 'mended'}").statusCode(200);
    Await.until("it is taken back", IN_FORCE_WITHIN, () -> inForce("dedupe").equals("on"));
    given()
        .get("/api/audit?kind=flag&object=dedupe")
        .then()
        .statusCode(200)
        .body("[0].who", equalTo("bob"))
        .body("[0].before.value", equalTo("off"))
        .body("[0].after.value", equalTo("on"))
        .body("[0].reason", equalTo("mended"))
        .body("[1].who", equalTo("ann"));
  }

  @Test
  void whatAFlagCannotBeIsRefused() {
    put("/api/flags/dedupe", "{'value': 'of', 'reason': 'r'}")
        .statusCode(400)
        .body("errors.field", contains("value"));
    put("/api/flags/compare", "{'value': '101', 'reason': 'r'}")
        .statusCode(400)
        .body("detail", containsString("from 0 to 100"));
    put("/api/flags/dedupe", "{'value': 'off'}")
        .statusCode(400)
        .body("errors.field", contains("reason"));
    put("/api/flags/dedupe", "{'value': 'off', 'reason': ' '}").statusCode(400);
    put("/api/flags/nothing", "{'value': 'off', 'reason': 'r'}").statusCode(404);
  }

  @Test
  void aGateIsSetReplacedListedAndRemoved() {
    put("/api/gates/space/" + space, "{'value': 'legacy', 'reason': 'not yet'}")
        .statusCode(200)
        .body("scope", equalTo("space"), "name", equalTo(space), "value", equalTo("legacy"));
    put("/api/gates/space/" + space, "{'value': '12.50%', 'reason': 'a few'}")
        .statusCode(200)
        .body("value", equalTo("12.5"));
    given().get("/api/gates").then().body("name", hasItems(space));
    given().delete("/api/gates/space/" + space).then().statusCode(400);
    given().delete("/api/gates/space/" + space + "?reason=done").then().statusCode(204);
    given().delete("/api/gates/space/" + space + "?reason=done").then().statusCode(404);
    given()
        .get("/api/audit?kind=gate&space=" + space)
        .then()
        .body("[0].object", equalTo("space " + space))
        .body("[0].after", nullValue())
        .body("[0].before.value", equalTo("12.5"))
        .body("[0].reason", equalTo("done"));
    put("/api/gates/tier/free", "{'value': 'half', 'reason': 'r'}").statusCode(400);
    put("/api/gates/default", "{'value': 'dedupe', 'reason': 'r'}").statusCode(200);
  }

  @Test
  void aCandidateNeedsAnUploadedVersionAndAReason() {
    given().get("/api/candidate").then().statusCode(404);
    post("/api/candidate/start", "{'hash': '0123', 'reason': 'r'}").statusCode(404);
    post("/api/candidate/start", "{'hash': '0123'}")
        .statusCode(400)
        .body("errors.field", contains("reason"));
    post("/api/candidate/start", "{'hash': '0123', 'reason': 'r', 'stopAt': 0}")
        .statusCode(400)
        .body("errors.field", contains("stopAt"));
    given().post("/api/candidate/promote?reason=r").then().statusCode(404);
    given().post("/api/candidate/stop").then().statusCode(400);
  }

  @Test
  void aBillNeedsATimeAndAGateThatIsOne() {
    given().get("/api/flags/bill").then().statusCode(400).body("errors.field", contains("since"));
    given()
        .get("/api/gates/tier/free/bill?since=2026-11-28T00:00:00Z&value=half")
        .then()
        .statusCode(400)
        .body("errors.field", contains("value"));
  }

  @Test
  void theComparatorSaysWhatItHasFound() {
    given()
        .get("/api/comparator")
        .then()
        .statusCode(200)
        .body("different", equalTo(0), "samples", empty());
  }

  private static String inForce(String flag) {
    return given()
        .get("/api/flags")
        .then()
        .statusCode(200)
        .extract()
        .path("find { it.name == '" + flag + "' }.inForce");
  }

  private static ValidatableResponse post(String path, String body) {
    return given().contentType("application/json").body(body.replace('\'', '"')).post(path).then();
  }

  private static ValidatableResponse put(String path, String body) {
    return put(given(), path, body);
  }

  private static ValidatableResponse put(RequestSpecification request, String path, String body) {
    return request.contentType("application/json").body(body.replace('\'', '"')).put(path).then();
  }
}
