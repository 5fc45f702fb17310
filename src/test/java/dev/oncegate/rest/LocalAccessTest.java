package dev.oncegate.rest;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;

import dev.oncegate.testkit.DatabaseForQuarkus;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import org.junit.jupiter.api.Test;

/** Who comes in where no token is needed, since only this host is listened to. */
@QuarkusTest
@QuarkusTestResource(DatabaseForQuarkus.class)
class LocalAccessTest {

  @Test
  void onThisHostEverybodyMayDoEverything() {
    given().get("/api/tokens").then().statusCode(200);
    String own = RestAssured.baseURI + ":" + RestAssured.port;
    given().header("Origin", own).get("/api/spaces").then().statusCode(200);
  }

  @Test
  void aTokenThatIsSentIsLookedAtAllTheSame() {
    given().header("Authorization", "Bearer og_no").get("/api/spaces").then().statusCode(401);
  }

  @Test
  void aPageOfAnotherSiteThatABrowserOfThisHostShowsMayDoNothing() {
    for (String origin : new String[] {"https://evil.example", "null", "http://localhost:1"}) {
      given()
          .header("Origin", origin)
          .post("/api/rulebooks/roll-back")
          .then()
          .statusCode(401)
          .body("detail", containsString("may ask nothing without a token"));
    }
  }

  @Test
  void aNameThatAnotherSiteGaveThisHostIsNoWayIn() {
    given()
        .header("Host", "evil.example:" + RestAssured.port)
        .get("/api/spaces")
        .then()
        .statusCode(401)
        .body("detail", containsString("evil.example"));
  }
}
