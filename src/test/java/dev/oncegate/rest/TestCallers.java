package dev.oncegate.rest;

import static io.restassured.RestAssured.given;

import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;

/** People who prove by a token who they are, where nobody has to. */
final class TestCallers {
  private TestCallers() {}

  /** A request of somebody who may do everything. */
  static RequestSpecification as(String name) {
    given().delete("/api/tokens/" + name);
    String secret =
        given()
            .contentType(ContentType.JSON)
            .body("{\"name\": \"" + name + "\", \"grants\": [\"admin\"]}")
            .post("/api/tokens")
            .then()
            .statusCode(201)
            .extract()
            .path("token");
    return given().header("Authorization", "Bearer " + secret);
  }
}
