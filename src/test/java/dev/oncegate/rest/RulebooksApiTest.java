package dev.oncegate.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;

import dev.oncegate.testkit.Await;
import dev.oncegate.testkit.DatabaseForQuarkus;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Versions of the rulebook by the API, on a real database. */
@QuarkusTest
@QuarkusTestResource(DatabaseForQuarkus.class)
class RulebooksApiTest {
  private static final Path TABLES = Path.of("decision-tables");
  private static final Duration CONVERGES_WITHIN = Duration.ofSeconds(5);

  @Test
  void anUploadedVersionIsInForceOnceItIsActivatedAndUntilItIsRolledBack() throws IOException {
    String hash = upload("# one note\n").statusCode(201).extract().path("hash");
    given().get("/api/rulebooks").then().body("hash", hasItem(hash));
    assertThat(inForce("hash")).isNotEqualTo(hash);

    given().post("/api/rulebooks/directory/activate").then().statusCode(204);
    given().post("/api/rulebooks/" + hash + "/activate").then().statusCode(204);
    Await.until("it is in force", CONVERGES_WITHIN, () -> inForce("hash").equals(hash));
    assertThat(inForce("source")).isEqualTo("uploaded");
    given()
        .get("/api/rulebooks/" + hash)
        .then()
        .body("active", equalTo(true), "author", equalTo("local"));

    given().post("/api/rulebooks/roll-back").then().statusCode(204);
    Await.until("it is rolled back", CONVERGES_WITHIN, () -> !inForce("hash").equals(hash));
    assertThat(inForce("source")).isEqualTo("shipped");
  }

  @Test
  void aFileOfAVersionComesBackAsItWasUploaded() throws IOException {
    String hash = upload("# another note\n").statusCode(201).extract().path("hash");
    byte[] file =
        given()
            .get("/api/rulebooks/" + hash + "/files/dedupe.drl.xlsx")
            .then()
            .statusCode(200)
            .extract()
            .asByteArray();
    assertThat(file).isEqualTo(Files.readAllBytes(TABLES.resolve("dedupe.drl.xlsx")));
  }

  @Test
  void aVersionThatCannotBeInForceIsRefusedWithEveryProblem() throws IOException {
    given()
        .multiPart("file", "dedupe.drl.xlsx", new byte[] {1, 2, 3})
        .multiPart("file", "safety.yaml", Files.readAllBytes(TABLES.resolve("safety.yaml")))
        .post("/api/rulebooks")
        .then()
        .statusCode(422)
        .contentType("application/problem+json")
        .body("errors", not(empty()))
        .body("errors.field", hasItem("dedupe.drl.xlsx"));
  }

  @Test
  void twoFilesOfOneNameAndNamesThatAreNoneAreRefused() {
    given()
        .multiPart("file", "safety.yaml", new byte[] {1})
        .multiPart("file", "safety.yaml", new byte[] {2})
        .post("/api/rulebooks")
        .then()
        .statusCode(400)
        .body("detail", containsString("two parts are named safety.yaml"));
    given()
        .multiPart("file", "../dedupe.drl.csv", new byte[] {1})
        .post("/api/rulebooks")
        .then()
        .statusCode(400)
        .body("errors.field", contains("file"));
  }

  @Test
  void aVersionNobodyUploadedCannotBeActivated() {
    given().post("/api/rulebooks/0123/activate").then().statusCode(404);
  }

  private static ValidatableResponse upload(String note) throws IOException {
    RequestSpecification request = given().multiPart("note", "try it");
    for (String name : List.of("dedupe.drl.xlsx", "routing.drl.xlsx")) {
      request.multiPart("file", name, Files.readAllBytes(TABLES.resolve(name)));
    }
    // A comment makes it another version, with the same answers.
    byte[] safety =
        (note + Files.readString(TABLES.resolve("safety.yaml"))).getBytes(StandardCharsets.UTF_8);
    return request.multiPart("file", "safety.yaml", safety).post("/api/rulebooks").then();
  }

  private static String inForce(String field) {
    return given().get("/api/rulebooks/in-force").then().statusCode(200).extract().path(field);
  }
}
