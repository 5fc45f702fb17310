package dev.oncegate.rest;

import static dev.oncegate.rest.TestCallers.as;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.oncegate.testkit.DatabaseForQuarkus;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The release of a rulebook by two persons. */
@QuarkusTest
@QuarkusTestResource(DatabaseForQuarkus.class)
@TestProfile(FourEyesTest.Wanted.class)
class FourEyesTest {

  /** With the rule on. */
  public static final class Wanted implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("oncegate.release.four-eyes", "true");
    }
  }

  @Test
  void whoUploadedARulebookCannotActivateItAndAnotherCan() throws IOException {
    String path = "/api/rulebooks/" + UploadedRulebook.upload("ann", "" + UUID.randomUUID());
    as("ann")
        .post(path + "/activate")
        .then()
        .statusCode(409)
        .contentType("application/problem+json")
        .body("type", equalTo("urn:oncegate:problem:four-eyes"))
        .body("detail", containsString("uploaded by ann and is being activated by ann"));
    given().get(path).then().body("active", equalTo(false));
    as("bob").post(path + "/activate").then().statusCode(204);
    given().get(path).then().body("active", equalTo(true));
  }

  @Test
  void aReleaseIsRequestedWithItsEvidenceAndApprovedByAnother() throws IOException {
    String hash = UploadedRulebook.upload("ann", "" + UUID.randomUUID());
    String path = "/api/rulebooks/" + hash;
    String request =
        as("ann")
            .contentType("text/plain")
            .body("3 profiles would get a message")
            .post(path + "/release-requests?reason=new routes")
            .then()
            .statusCode(201)
            .body("state", equalTo("open"))
            .body("requestedBy", equalTo("ann"))
            .body("reason", equalTo("new routes"))
            .body("evidence.check.accepted", equalTo(true))
            .body("evidence.difference.changed", equalTo(0))
            .body("evidence.backtest", equalTo("3 profiles would get a message"))
            .extract()
            .header("Location");
    as("ann")
        .post(request + "/approve")
        .then()
        .statusCode(409)
        .body("detail", containsString("uploaded by ann"))
        .body("detail", containsString("decided by ann"));
    as("bob")
        .post(request + "/approve?reason=looks right")
        .then()
        .statusCode(200)
        .body("state", equalTo("approved"))
        .body("decidedBy", equalTo("bob"))
        .body("decidedAt", notNullValue())
        .body("decisionReason", equalTo("looks right"));
    given().get(path).then().body("active", equalTo(true));
    as("bob").post(request + "/reject").then().statusCode(409);
    given().get(path + "/release-requests").then().body("state", contains("approved"));
    given()
        .get("/api/audit?kind=release-request&who=bob&action=approve&limit=1")
        .then()
        .body("[0].after.rulebook", equalTo(hash))
        .body("[0].after.requestedBy", equalTo("ann"))
        .body("[0].reason", equalTo("looks right"));
  }

  @Test
  void aRejectedRequestLeavesWhatIsInForce() throws IOException {
    String path = "/api/rulebooks/" + UploadedRulebook.upload("ann", "" + UUID.randomUUID());
    String request =
        as("carl")
            .post(path + "/release-requests")
            .then()
            .statusCode(201)
            .body("evidence.backtest", nullValue())
            .extract()
            .header("Location");
    as("carl").post(request + "/approve").then().statusCode(409);
    as("bob").post(request + "/reject").then().statusCode(200).body("state", equalTo("rejected"));
    given().get(path).then().body("active", equalTo(false));
    as("bob").post(request + "/approve").then().statusCode(409);
    given().get(request).then().body("state", equalTo("rejected"));
  }

  @Test
  void whatIsNotThereIsNotFound() throws IOException {
    String path = "/api/rulebooks/" + UploadedRulebook.upload("ann", "" + UUID.randomUUID());
    given().get(path + "/release-requests").then().statusCode(200).body("$", hasSize(0));
    given().get(path + "/release-requests/x").then().statusCode(404);
    given().post(path + "/release-requests/999999/approve").then().statusCode(404);
    given().post("/api/rulebooks/none/release-requests").then().statusCode(404);
  }
}
